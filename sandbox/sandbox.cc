// One run: take a slot, make its cgroup or take up the last run's, prepare the plan,
// launch, follow, read the counters, see that the cgroup is empty, say what came of it.
#include "sandbox/sandbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <optional>

#include "sandbox/cgroup.h"
#include "sandbox/classify.h"
#include "sandbox/follow.h"
#include "sandbox/id_range.h"
#include "sandbox/launch.h"
#include "sandbox/plain.h"
#include "sandbox/plan.h"
#include "sandbox/slot.h"
#include "sandbox/spawner.h"

namespace assay::sandbox {

const char* name(Isolation level) {
  switch (level) {
    case Isolation::kFull:
      return "full";
    case Isolation::kUser:
      return "user";
    case Isolation::kNone:
      return "none";
  }
  return "unknown";
}

std::optional<Isolation> isolation_from(std::string_view text) {
  for (const Isolation level : {Isolation::kFull, Isolation::kUser, Isolation::kNone})
    if (text == name(level)) return level;
  return std::nullopt;
}

struct Sandbox::State {
  SandboxOptions options;
  bool as_root = false;
  std::uint32_t id_base = 0;
  std::unique_ptr<Spawner> spawner;
  std::optional<CgroupTree> cgroups;
  std::unique_ptr<SlotPool> slots;
  Fd cancel;  // an eventfd that stays readable once cancel() was called

  Status prepare();
  Result<RunResult> run_in(Slot& slot, const RunSpec& spec);
  Result<std::optional<Cgroup>> cgroup_for(Slot& slot, const Limits& limits) const;
  static Status give_back(Slot& slot, Cgroup cgroup);
  [[nodiscard]] BoxIds ids_of(const Slot& slot) const {
    return {as_root, id_base + 2 * slot.number, id_base + 2 * slot.number + 1};
  }
};

Sandbox::Sandbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sandbox::Sandbox(Sandbox&&) noexcept = default;
Sandbox& Sandbox::operator=(Sandbox&&) noexcept = default;
Sandbox::~Sandbox() = default;

Status Sandbox::State::prepare() {
  if (::access(options.helper.c_str(), X_OK) != 0)
    return fail_errno("execute the sandbox helper \"" + options.helper.string() + "\"", errno,
                      "build the target assay-sandbox, or install assay");
  spawner = std::make_unique<Spawner>(options.helper);
  if (options.isolation == Isolation::kFull) {
    ASSAY_TRY(cgroups, CgroupTree::open(options.cgroup_parent));
  }
  if (as_root) {
    ASSAY_TRY(id_base, choose_id_base(options.id_base, 2 * options.max_slots));
  }
  if (options.state_dir.empty()) options.state_dir = default_state_dir();
  ASSAY_TRY(slots, SlotPool::open(options.state_dir, options.max_slots));
  ASSAY_CHECK(slots->sweep());
  return {};
}

Result<Sandbox> Sandbox::open(SandboxOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  state->as_root = ::geteuid() == 0;
  state->cancel = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!state->cancel) return fail_errno("make an eventfd");
  if (state->options.isolation != Isolation::kNone) ASSAY_CHECK(state->prepare());
  return Sandbox(std::move(state));
}

namespace {

constexpr std::chrono::milliseconds kRemovalPatience{10'000};
constexpr std::uint32_t kInitTasks = 1;

Error not_started(const RunSpec& spec, const Followed& seen, const PreparedPlan& plan,
                  const std::optional<CgroupUsage>& usage) {
  const std::string run = "set up the sandbox run \"" + spec.name + "\": ";
  if (seen.failure)
    return fail_errno(run + describe(*seen.failure, plan, spec), seen.failure->error_number)
        .value();
  if (usage && usage->oom_kills > 0)
    return fail(run + "the memory limit is too small for the set-up itself").value();
  return fail(run + "the box ended early").value();
}

}  // namespace

Result<std::optional<Cgroup>> Sandbox::State::cgroup_for(Slot& slot, const Limits& limits) const {
  if (!cgroups) return std::optional<Cgroup>();
  const CgroupLimits wanted{limits.memory_bytes, limits.processes + kInitTasks, limits.cpu_millis};
  std::optional<Cgroup> kept = std::exchange(slot.cgroup, std::nullopt);
  if (kept && kept->reusable(wanted)) return kept;
  kept.reset();  // before another of the same name is made
  ASSAY_TRY(Cgroup made, cgroups->make(slots->cgroup_name(slot.number), wanted));
  return std::optional(std::move(made));
}

Status Sandbox::State::give_back(Slot& slot, Cgroup cgroup) {
  ASSAY_CHECK(cgroup.wait_until_empty(kRemovalPatience));
  if (!cgroup.reusable(cgroup.limits())) return cgroup.remove(kRemovalPatience);
  slot.cgroup.emplace(std::move(cgroup));
  return {};
}

Result<RunResult> Sandbox::State::run_in(Slot& slot, const RunSpec& spec) {
  ASSAY_TRY(std::optional<Cgroup> cgroup, cgroup_for(slot, spec.limits));
  const Cgroup* group = cgroup ? &*cgroup : nullptr;
  ASSAY_TRY(const PreparedPlan plan, prepare_plan(spec, options.isolation, as_root));
  ASSAY_TRY(Box box, launch(spec, plan, *spawner, group, ids_of(slot)));
  ASSAY_TRY(const Followed seen, follow(box, spec, group, cancel.get()));

  std::optional<CgroupUsage> usage;
  if (cgroup) {
    ASSAY_TRY(usage, cgroup->usage());
    ASSAY_CHECK(give_back(slot, *std::move(cgroup)));
  }
  const bool ran = seen.forked && !seen.failure;
  if (!ran && seen.killed_for != Cause::kCancelled)
    return tl::unexpected(not_started(spec, seen, plan, usage));
  std::optional<RunResult> result = classify(seen, usage, spec.limits);
  if (!result)
    return fail("follow the sandbox run \"" + spec.name + "\": its init was killed by another",
                "look for the system's out-of-memory killer in the kernel's log");
  result->out = box.out.take();
  result->err = box.err.take();
  result->records = box.records.take();
  result->exported = seen.exported;
  // A box that we killed sends nothing.
  if (!seen.killed_for && result->cause != Cause::kMemory && !seen.complete)
    return fail("receive the exports of the sandbox run \"" + spec.name + "\"");
  result->exported.resize(spec.exports.size(), -1);
  return *std::move(result);
}

Result<RunResult> Sandbox::run(const RunSpec& spec) {
  ASSAY_CHECK(check(spec));
  if (isolation() == Isolation::kNone) return run_plain(spec, state_->cancel.get());
  const auto cgroups_of = [&](std::uint32_t number) {
    return state_->cgroups ? state_->cgroups->folders(state_->slots->cgroup_name(number))
                           : std::vector<std::filesystem::path>();
  };
  ASSAY_TRY(Slot slot, state_->slots->take(cgroups_of));
  Result<RunResult> result = state_->run_in(slot, spec);
  state_->slots->give_back(std::move(slot));
  return result;
}

void Sandbox::cancel() {
  const std::uint64_t one = 1;
  // It can only fail when the counter is full, which means that it is readable already.
  if (::write(state_->cancel.get(), &one, sizeof one) < 0) return;
}

Isolation Sandbox::isolation() const {
  return state_->options.isolation;
}

std::string Sandbox::cgroup() const {
  return state_->cgroups ? "v" + std::to_string(state_->cgroups->version()) : "none";
}

std::string Sandbox::describe() const {
  std::string text = name(isolation());
  if (state_->cgroups) text += ": " + state_->cgroups->describe();
  return text;
}

}  // namespace assay::sandbox
