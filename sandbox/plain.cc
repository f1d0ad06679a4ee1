#include "sandbox/plain.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "base/file.h"
#include "base/text.h"
#include "proc/pipe_ends.h"
#include "proc/spawn.h"
#include "sandbox/process_tree.h"

namespace assay::sandbox {
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

// ---- the folder -------------------------------------------------------------------

struct Place {
  std::string inside;
  fs::path host;
};

// Where each path of the spec is on the host; the longest that fits decides.
class Layout {
 public:
  explicit Layout(fs::path folder) : folder_(std::move(folder)) {}

  void add(std::string inside, fs::path host) {
    places_.push_back({std::move(inside), std::move(host)});
    std::sort(places_.begin(), places_.end(),
              [](const Place& a, const Place& b) { return a.inside.size() > b.inside.size(); });
  }
  [[nodiscard]] fs::path in_folder(const std::string& inside) const {
    return folder_ / inside.substr(1);
  }
  [[nodiscard]] fs::path host(const std::string& inside) const {
    for (const Place& place : places_)
      if (begins_at(inside, 0, place.inside))
        return place.host.string() + inside.substr(place.inside.size());
    return inside;
  }
  // Replaces what is a path of the spec at a word's beginning: after nothing, '=', ':', ',' or a
  // space.
  [[nodiscard]] std::string rewrite(const std::string& text) const {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      const Place* place =
          at == 0 || std::string_view("=:, ").find(text[at - 1]) != std::string_view::npos
              ? find(text, at)
              : nullptr;
      if (place != nullptr) {
        result += place->host.string();
        at += place->inside.size();
      } else {
        result += text[at++];
      }
    }
    return result;
  }

 private:
  static bool begins_at(std::string_view text, std::size_t at, std::string_view path) {
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with(path)) return false;
    const std::size_t end = path.size();
    return rest.size() == end || std::string_view("/:, ").find(rest[end]) != std::string_view::npos;
  }
  [[nodiscard]] const Place* find(std::string_view text, std::size_t at) const {
    for (const Place& place : places_)
      if (begins_at(text, at, place.inside)) return &place;
    return nullptr;
  }

  fs::path folder_;
  std::vector<Place> places_;
};

Status failed(const std::string& what, const std::error_code& ec) {
  return fail("lay out a run without isolation: " + what + ": " + ec.message());
}

// An overlay without a kernel's help: folders of our own, in them links to the files below.
Status link_tree(const fs::path& lower, const fs::path& upper) {
  std::error_code ec;
  fs::create_directories(upper, ec);
  for (const auto& entry : fs::recursive_directory_iterator(lower, ec)) {
    const fs::path target = upper / entry.path().lexically_relative(lower);
    if (entry.is_directory(ec))
      fs::create_directory(target, ec);
    else
      fs::create_symlink(entry.path(), target, ec);
    if (ec) break;
  }
  return ec ? failed(lower.string(), ec) : Status();
}

Result<Layout> lay_out(const RunSpec& spec, const fs::path& folder) {
  Layout layout(folder);
  std::error_code ec;
  for (const Tmpfs& tmpfs : spec.tmpfs) {
    layout.add(tmpfs.inside, layout.in_folder(tmpfs.inside));
    fs::create_directories(layout.in_folder(tmpfs.inside), ec);
    if (ec) return tl::unexpected(failed(tmpfs.inside, ec).error());
  }
  for (const Overlay& overlay : spec.overlays) {
    layout.add(overlay.inside, layout.in_folder(overlay.inside));
    ASSAY_CHECK(link_tree(overlay.lower, layout.in_folder(overlay.inside)));
  }
  for (const Bind& bind : spec.binds) {
    layout.add(bind.inside, bind.host);
    // A link as well, for relative paths that lead there.
    const fs::path link = layout.in_folder(bind.inside);
    fs::create_directories(link.parent_path(), ec);
    if (!ec) fs::create_symlink(bind.host, link, ec);
    if (ec) return tl::unexpected(failed(bind.inside, ec).error());
  }
  for (const auto& [inside, target] : spec.symlinks) {
    const fs::path link = layout.in_folder(inside);
    fs::create_directories(link.parent_path(), ec);
    fs::create_symlink(target, link, ec);
  }
  for (const File& file : spec.files) {
    fs::path path = layout.host(file.inside);
    if (path == file.inside) {
      path = layout.in_folder(file.inside);
      layout.add(file.inside, path);
    }
    fs::create_directories(path.parent_path(), ec);
    if (ec) return tl::unexpected(failed(file.inside, ec).error());
    ASSAY_CHECK(write_file_atomically(path, file.bytes, file.mode | 0200));
  }
  return layout;
}

// ---- the process ------------------------------------------------------------------

struct Process {
  proc::Child child;
  proc::Feed in;
  proc::Sink out, err, records;
};

void limit(pid_t pid, __rlimit_resource_t resource, std::uint64_t value) {
  rlimit ours{};
  ::getrlimit(resource, &ours);
  const rlimit both{std::min<rlim_t>(value, ours.rlim_max), std::min<rlim_t>(value, ours.rlim_max)};
  ::prlimit(pid, static_cast<enum __rlimit_resource>(resource), &both, nullptr);
}

Result<Process> start(const RunSpec& spec, const Layout& layout, const fs::path& folder) {
  ASSAY_TRY(Pipe in, make_pipe());
  ASSAY_TRY(Pipe out, make_pipe());
  ASSAY_TRY(Pipe err, make_pipe());
  ASSAY_TRY(Pipe records, make_pipe());
  for (const Fd* ours : {&in.write, &out.read, &err.read, &records.read})
    ASSAY_CHECK(proc::set_nonblocking(ours->get()));
  proc::SpawnSpec plain;
  plain.program = layout.host(spec.argv.front());
  for (const std::string& arg : spec.argv) plain.argv.push_back(layout.rewrite(arg));
  for (const std::string& var : spec.env) plain.env.push_back(layout.rewrite(var));
  plain.cwd = spec.cwd == "/" ? folder : layout.host(spec.cwd);
  plain.keep = {in.read.get(), out.write.get(), err.write.get()};
  if (spec.record_channel) plain.keep.push_back(records.write.get());
  ASSAY_TRY(proc::Child child, proc::spawn(plain));
  limit(child.pid, RLIMIT_CORE, 0);
  limit(child.pid, RLIMIT_FSIZE, spec.limits.file_bytes);
  limit(child.pid, RLIMIT_NOFILE, spec.limits.open_files);
  return Process{std::move(child), proc::Feed(std::move(in.write), spec.stdin_bytes),
                 proc::Sink(std::move(out.read), spec.limits.output_bytes),
                 proc::Sink(std::move(err.read), spec.limits.output_bytes),
                 proc::Sink(std::move(records.read), spec.limits.record_bytes)};
}

// Nothing when the program ended by itself, else why it has to be ended.
Result<std::optional<Cause>> follow(Process& process, const RunSpec& spec, int cancel,
                                    std::chrono::microseconds& cpu) {
  constexpr int kPollMs = 50;
  const auto deadline = Clock::now() + spec.limits.wall;
  for (;;) {
    pollfd polls[] = {{process.child.pidfd.get(), POLLIN, 0}, {process.in.fd(), POLLOUT, 0},
                      {process.out.fd(), POLLIN, 0},          {process.err.fd(), POLLIN, 0},
                      {process.records.fd(), POLLIN, 0},      {cancel, POLLIN, 0}};
    if (::poll(polls, std::size(polls), kPollMs) < 0 && errno != EINTR)
      return fail_errno("wait for a run without isolation");
    if (polls[1].revents != 0) ASSAY_CHECK(process.in.pump());
    for (proc::Sink* sink : {&process.out, &process.err, &process.records}) {
      ASSAY_CHECK(sink->drain());
      if (sink->overflowed()) return std::optional(Cause::kOutput);
    }
    if (polls[0].revents != 0) return std::optional<Cause>();
    if (polls[5].revents != 0) return std::optional(Cause::kCancelled);
    cpu = cpu_of_tree(process.child.pid);
    if (cpu > spec.limits.cpu) return std::optional(Cause::kCpuTime);
    if (Clock::now() >= deadline) return std::optional(Cause::kWallTime);
  }
}

Result<std::int64_t> send(const Export& item, const Layout& layout) {
  const Fd file(::open(layout.host(item.inside).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
      static_cast<std::uint64_t>(status.st_size) > item.max_bytes)
    return -1;
  char buffer[65536];
  std::int64_t sent = 0;
  for (ssize_t got; (got = ::read(file.get(), buffer, sizeof buffer)) > 0; sent += got)
    ASSAY_CHECK(write_all(item.destination, {buffer, static_cast<std::size_t>(got)}));
  return sent;
}

}  // namespace

Result<RunResult> run_plain(const RunSpec& spec, int cancel) {
  ASSAY_TRY(const TempDir folder, TempDir::make("assay-plain"));
  ASSAY_TRY(const Layout layout, lay_out(spec, folder.path()));
  const auto began = Clock::now();
  ASSAY_TRY(Process process, start(spec, layout, folder.path()));
  RunResult result;
  const auto killed_for = follow(process, spec, cancel, result.usage.cpu);
  proc::kill_group(process.child);
  ASSAY_TRY(const proc::Ending ending, proc::reap(process.child));
  if (!killed_for) return tl::unexpected(killed_for.error());

  for (proc::Sink* sink : {&process.out, &process.err, &process.records})
    ASSAY_CHECK(sink->drain());
  result.exit_code = ending.exit_code;
  result.signal = ending.signal;
  if (*killed_for)
    result.cause = **killed_for;
  else if (process.out.overflowed() || process.err.overflowed() || process.records.overflowed())
    result.cause = Cause::kOutput;
  else
    result.cause = ending.signal != 0 ? Cause::kSignalled : Cause::kExited;
  result.out = process.out.take();
  result.err = process.err.take();
  result.records = process.records.take();
  result.usage.wall = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  for (const Export& item : spec.exports) {
    if (*killed_for) {
      result.exported.push_back(-1);
      continue;
    }
    ASSAY_TRY(const std::int64_t sent, send(item, layout));
    result.exported.push_back(sent);
  }
  return result;
}

}  // namespace assay::sandbox
