// How the programs are laid out: architecture and ABI first (anything foreign dies),
// then a binary search over ranges of system call numbers that have the same answer,
// each leaf with its own return. The search matters: at install time the kernel
// evaluates the program once for every number there is, and a linear chain costs it
// more than half a millisecond.
#include "sandbox/filter.h"

#include <asm/ioctls.h>
#include <linux/audit.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <span>

namespace assay::sandbox {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "sandbox/filter.cc knows x86-64 and aarch64"
#endif

constexpr std::uint32_t kX32Bit = 0x40000000;
constexpr std::uint32_t kNamespaceFlags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |
                                          CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |
                                          CLONE_NEWCGROUP | 0x00000080 /* CLONE_NEWTIME */;

constexpr std::uint32_t errno_action(int number) {
  return SECCOMP_RET_ERRNO | (static_cast<std::uint32_t>(number) & SECCOMP_RET_DATA);
}

class Assembler {
 public:
  void load_number() { load(offsetof(seccomp_data, nr)); }
  void load_architecture() { load(offsetof(seccomp_data, arch)); }
  // The low half: every argument that is looked at is an int to the kernel, or has its
  // interesting bits there.
  void load_argument(unsigned index) {
    load(static_cast<std::uint32_t>(offsetof(seccomp_data, args) + std::size_t{8} * index));
  }
  void give(std::uint32_t action) { put(BPF_RET | BPF_K, 0, 0, action); }
  void give_unless_equal(std::uint32_t value, std::uint32_t action) {
    put(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, value);
    give(action);
  }
  void give_if_equal(std::uint32_t value, std::uint32_t action) {
    put(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
    give(action);
  }
  void give_if_at_least(std::uint32_t value, std::uint32_t action) {
    put(BPF_JMP | BPF_JGE | BPF_K, 0, 1, value);
    give(action);
  }
  void give_if_any_bit(std::uint32_t bits, std::uint32_t action) {
    put(BPF_JMP | BPF_JSET | BPF_K, 0, 1, bits);
    give(action);
  }
  // A fork in the way: numbers from `value` up go on where end_of_low() was called.
  std::size_t fork_at(std::uint32_t value) {
    put(BPF_JMP | BPF_JGE | BPF_K, 0, 1, value);
    put(BPF_JMP | BPF_JA, 0, 0, 0);
    return program_.size();
  }
  void end_of_low(std::size_t fork) {
    program_[fork - 1].k = static_cast<std::uint32_t>(program_.size() - fork);
  }
  std::vector<sock_filter> take() { return std::move(program_); }

 private:
  void load(std::uint32_t offset) { put(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset); }
  void put(int code, std::uint8_t yes, std::uint8_t no, std::uint32_t k) {
    program_.push_back({static_cast<std::uint16_t>(code), yes, no, k});
  }
  std::vector<sock_filter> program_;
};

void one_of_else(Assembler& out, std::initializer_list<std::uint32_t> allowed,
                 std::uint32_t otherwise) {
  for (const std::uint32_t value : allowed) out.give_if_equal(value, SECCOMP_RET_ALLOW);
  out.give(otherwise);
}

void by_argument(Assembler& out, Filter filter, int number) {
  switch (number) {
    case SYS_clone:
      out.load_argument(0);
      out.give_if_any_bit(kNamespaceFlags, errno_action(EPERM));
      out.give(SECCOMP_RET_ALLOW);
      return;
    case SYS_socket:
    case SYS_socketpair:
      out.load_argument(0);
      one_of_else(out, {AF_UNIX, AF_INET, AF_INET6}, errno_action(EAFNOSUPPORT));
      return;
    case SYS_ioctl:
      out.load_argument(1);
      if (filter == Filter::kBuild) {
        for (const std::uint32_t request : {TIOCSTI, TIOCLINUX, TIOCCONS, TIOCSCTTY})
          out.give_if_equal(request, errno_action(EPERM));
        out.give(SECCOMP_RET_ALLOW);
      } else {
        one_of_else(out, {FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, TCGETS, TIOCGWINSZ},
                    errno_action(ENOTTY));
      }
      return;
    case SYS_prctl:
      out.load_argument(0);
      one_of_else(out,
                  {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA, PR_SET_PDEATHSIG, PR_GET_PDEATHSIG,
                   PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_SET_NO_NEW_PRIVS,
                   PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_TIMERSLACK, PR_GET_KEEPCAPS},
                  errno_action(EPERM));
      return;
    default:
      out.give(SECCOMP_RET_KILL_PROCESS);
      return;
  }
}

std::uint32_t action(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return SECCOMP_RET_ALLOW;
    case Verdict::kNotPermitted:
      return errno_action(EPERM);
    case Verdict::kNoSuchCall:
      return errno_action(ENOSYS);
    default:
      return SECCOMP_RET_KILL_PROCESS;
  }
}

// All numbers from `first` up to the next range's.
struct Range {
  std::uint32_t first;
  Verdict verdict;
};

std::vector<Range> ranges_of(Filter filter) {
  const Verdict otherwise = default_verdict(filter);
  std::map<std::uint32_t, Verdict> named;
  for (const FilterEntry& entry : filter_table(filter))
    named.emplace(static_cast<std::uint32_t>(entry.number), entry.verdict);
  std::vector<Range> ranges = {{0, otherwise}};
  const auto add = [&](std::uint32_t first, Verdict verdict) {
    if (ranges.back().first == first)
      ranges.back().verdict = verdict;
    else if (ranges.back().verdict != verdict || verdict == Verdict::kByArgument)
      ranges.push_back({first, verdict});
  };
  for (const auto& [number, verdict] : named) {
    add(number, verdict);
    if (!named.contains(number + 1)) add(number + 1, otherwise);
  }
  return ranges;
}

void search(Assembler& out, Filter filter, std::span<const Range> ranges) {
  if (ranges.size() == 1) {
    const Range& range = ranges.front();
    if (range.verdict == Verdict::kByArgument)
      by_argument(out, filter, static_cast<int>(range.first));
    else
      out.give(action(range.verdict));
    return;
  }
  const std::size_t middle = ranges.size() / 2;
  const std::size_t fork = out.fork_at(ranges[middle].first);
  search(out, filter, ranges.first(middle));
  out.end_of_low(fork);
  search(out, filter, ranges.subspan(middle));
}

std::vector<sock_filter> assemble(Filter filter) {
  Assembler out;
  out.load_architecture();
  out.give_unless_equal(kArchitecture, SECCOMP_RET_KILL_PROCESS);
  out.load_number();
#if defined(__x86_64__)
  out.give_if_at_least(kX32Bit, SECCOMP_RET_KILL_PROCESS);
#endif
  search(out, filter, ranges_of(filter));
  return out.take();
}

}  // namespace

const std::vector<sock_filter>& filter_program(Filter filter) {
  static const std::vector<sock_filter> build = assemble(Filter::kBuild);
  static const std::vector<sock_filter> run = assemble(Filter::kRun);
  return filter == Filter::kBuild ? build : run;
}

}  // namespace assay::sandbox
