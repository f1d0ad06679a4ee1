#include "gotool/test_run.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

#include "base/at_once.h"
#include "base/digest.h"
#include "base/text.h"
#include "gotool/build.h"
#include "gotool/crash.h"
#include "gotool/goreports.h"
#include "gotool/layout.h"
#include "gotool/marks.h"
#include "gotool/records.h"

namespace assay::gotool {
namespace {

constexpr std::size_t kOutputOfAttempt = 64U << 10;
constexpr std::size_t kMaxReports = 50;

// Verdicts whose cost is a limit's worth of time or memory.
bool is_expensive(Verdict verdict) {
  switch (verdict) {
    case Verdict::kCpuTime:
    case Verdict::kWallTime:
    case Verdict::kMemory:
    case Verdict::kOutput:
    case Verdict::kProcesses:
      return true;
    default:
      return false;
  }
}

// testdata/ of the hidden tests, where the test binary looks for it: beside its package.
FileSet testdata_of(const Exercise& exercise) {
  FileSet files;
  const std::string folder = exercise.package == "." ? "" : exercise.package + "/";
  for (const auto& [name, bytes] : exercise.hidden)
    if (name.starts_with("testdata/")) files.emplace(folder + name, bytes);
  return files;
}

std::string race_options() {
  // By default each pair of stacks is reported once a process and the process sleeps for a second
  // at its end, see design notes in README.md.
  return "GORACE=atexit_sleep_ms=0 suppress_equal_stacks=0 suppress_equal_addresses=0";
}

struct Planned {
  std::string test;
  std::uint32_t iteration = 0;
};

// What one process was asked to do and what came of it.
struct Process {
  std::uint32_t cpu;
  const std::vector<Planned>& remaining;
  const RecordPlan& plan;
  const sandbox::RunResult& run;
  RecordReport records;
  std::vector<OutputPart> out;
  std::vector<OutputPart> err;
};

using Tests = std::set<std::string>;

// What one run of the tests teaches the next.
struct Known {
  Tests given_up;      // not to be run again
  Tests process_ends;  // took their process with them: best run last, at the cost of one process
};

// All tests under one GOMAXPROCS, in as many processes as it takes.
class Session {
 public:
  Session(sandbox::Runner& runner, const TestRunRequest& request, std::uint32_t cpu,
          std::uint64_t seed, Known known)
      : runner_(runner),
        request_(request),
        cpu_(cpu),
        code_(candidate_code(request.exercise, request.workspace)),
        random_(seed),
        known_(std::move(known)) {}

  Status carry_out() {
    std::vector<Planned> remaining = plan();
    while (!remaining.empty()) {
      ASSAY_TRY(const std::size_t done, run_process(cpu_, remaining));
      if (done < remaining.size()) known_.process_ends.insert(remaining[done - 1].test);
      remaining.erase(remaining.begin(), remaining.begin() + static_cast<std::ptrdiff_t>(done));
      std::erase_if(remaining, [&](const Planned& p) { return known_.given_up.contains(p.test); });
      put_process_ends_last(remaining);
    }
    return {};
  }

  [[nodiscard]] const Known& known() const { return known_; }
  TestRun& result() { return result_; }

 private:
  std::vector<Planned> plan() {
    std::vector<Planned> planned;
    for (std::uint32_t i = 0; i < request_.exercise.repeats.count; ++i) {
      const auto first = static_cast<std::ptrdiff_t>(planned.size());
      for (const std::string& test : tests_of(request_.exercise, request_.kind))
        if (!known_.given_up.contains(test)) planned.push_back({test, i});
      if (request_.exercise.repeats.shuffle) shuffle(planned, first);
    }
    put_process_ends_last(planned);
    return planned;
  }

  // A process costs some 13 ms of CPU time before its first test, so that each one less counts.
  void put_process_ends_last(std::vector<Planned>& planned) const {
    std::stable_partition(planned.begin(), planned.end(),
                          [&](const Planned& p) { return !known_.process_ends.contains(p.test); });
  }

  // Fisher-Yates of our own: std::shuffle may differ between libraries, and a seed must replay.
  void shuffle(std::vector<Planned>& planned, std::ptrdiff_t first) {
    for (auto i = static_cast<std::ptrdiff_t>(planned.size()) - 1; i > first; --i) {
      const auto span = static_cast<std::uint64_t>(i - first + 1);
      const auto j = first + static_cast<std::ptrdiff_t>(random_() % span);
      std::swap(planned[static_cast<std::size_t>(i)], planned[static_cast<std::size_t>(j)]);
    }
  }

  sandbox::RunSpec spec_for(std::uint32_t cpu, const RecordPlan& plan) const {
    const RunLimits& limits = request_.exercise.run_limits;
    sandbox::RunSpec spec = run_sandbox(request_.binary, limits);
    const std::string folder =
        std::string(inside::kBoxModule) +
        (request_.exercise.package == "." ? "" : "/" + request_.exercise.package);
    spec.cwd = folder;
    add_files(testdata_of(request_.exercise), inside::kBoxModule, spec);
    // A file of no use, so that the working folder exists where there is no testdata.
    spec.files.push_back({folder + "/.assay", "", 0444});
    spec.env = {"ASSAY_PLAN=" + plan_variable(plan),
                "ASSAY_TEST_MS=" + std::to_string(limits.test.count()),
                "GOMAXPROCS=" + std::to_string(cpu),
                race_options(),
                "GOTRACEBACK=all",
                "HOME=/tmp",
                "TMPDIR=/tmp"};
    spec.record_channel = true;
    return spec;
  }

  // Runs the first of `remaining` and says how many of them have a verdict now (at least one).
  Result<std::size_t> run_process(std::uint32_t cpu, const std::vector<Planned>& remaining) {
    RecordPlan plan;
    plan.key = request_.key;
    ASSAY_TRY(const std::string nonce, random_bytes(16));
    plan.nonce = to_hex(nonce);
    plan.gomaxprocs = cpu;
    for (const Planned& planned : remaining) plan.tests.push_back(planned.test);
    ASSAY_TRY(const sandbox::RunResult run, runner_.run(spec_for(cpu, plan)));
    if (run.cause == sandbox::Cause::kCancelled)
      return fail(ErrorKind::kInterrupted, "interrupted while the tests ran");
    count_usage(run.usage);
    const Process process{cpu,
                          remaining,
                          plan,
                          run,
                          read_records(run.records, plan),
                          split_output(run.out, plan),
                          split_output(run.err, plan)};
    return note(process);
  }

  std::size_t note(const Process& process) {
    const RecordReport& records = process.records;
    for (const RecordedTest& test : records.tests)
      if (test.ended) add(process, test.index, test);
    const auto blamed = records.end == RecordEnd::kOpen || records.tampered
                            ? records.blamed(process.plan)
                            : std::nullopt;
    if (!blamed) return std::max<std::size_t>(records.next, 1);
    const Crash crash =
        classify_crash(process.run, records, text_of(process, process.err, *blamed));
    RecordedTest lost;
    lost.verdict = crash.verdict;
    lost.detail = crash.detail;
    // Where not even the first test was reached, no other will be: all share its verdict.
    const std::size_t last = records.tests.empty() ? process.remaining.size() - 1 : *blamed;
    for (std::size_t index = *blamed; index <= last; ++index) {
      add(process, index, lost);
      if (is_expensive(crash.verdict) || records.tests.empty())
        known_.given_up.insert(process.remaining[index].test);
    }
    return last + 1;
  }

  // What was written while the test ran; before any ran, an init that panics has said why.
  static std::string_view text_of(const Process& process, const std::vector<OutputPart>& parts,
                                  std::size_t index) {
    return process.records.tests.empty() ? std::string_view(parts.front().text)
                                         : output_of(parts, index);
  }

  void add(const Process& process, std::size_t index, const RecordedTest& recorded) {
    const Planned& planned = process.remaining[index];
    const std::string_view out = text_of(process, process.out, index);
    const std::string_view err = text_of(process, process.err, index);
    Attempt attempt;
    attempt.build = request_.kind;
    attempt.cpu = process.cpu;
    attempt.iteration = planned.iteration;
    attempt.verdict = recorded.verdict;
    attempt.detail = recorded.detail;
    attempt.nanoseconds = recorded.nanoseconds;
    attempt.races = recorded.races;
    attempt.output = (std::string(out) + std::string(err)).substr(0, kOutputOfAttempt);
    add_reports(planned.test, recorded.verdict, err);
    if (recorded.verdict == Verdict::kWallTime) known_.given_up.insert(planned.test);
    result_.entries.push_back({planned.test, std::move(attempt)});
  }

  // The candidate's frames of a race or a crash; one report of each kind a test says enough.
  void add_reports(const std::string& test, Verdict verdict, std::string_view err) {
    if (!reported_.emplace(test, verdict).second) return;
    if (verdict == Verdict::kRace) {
      for (RaceReport& race : parse_race_reports(err, code_)) {
        race.test = test;
        result_.races.push_back(std::move(race));
        if (result_.races.size() >= kMaxReports) break;
      }
    } else if (auto crash = parse_crash(err, code_)) {
      crash->test = test;
      crash->verdict = verdict;
      result_.crashes.push_back(std::move(*crash));
    }
  }

  void count_usage(const sandbox::RunUsage& usage) {
    ++result_.processes;
    result_.usage.cpu += usage.cpu;
    result_.usage.wall += usage.wall;
    result_.usage.peak_memory_bytes =
        std::max(result_.usage.peak_memory_bytes, usage.peak_memory_bytes);
    result_.usage.oom_kills += usage.oom_kills;
    result_.usage.refused_processes += usage.refused_processes;
  }

  sandbox::Runner& runner_;
  const TestRunRequest& request_;
  const std::uint32_t cpu_;
  const CandidateCode code_;
  std::mt19937_64 random_;
  Known known_;
  std::set<std::pair<std::string, Verdict>> reported_;
  TestRun result_;
};

// Joins what the sessions found; a report of a kind that an earlier one has is not repeated.
void append(TestRun& all, TestRun&& more) {
  std::move(more.entries.begin(), more.entries.end(), std::back_inserter(all.entries));
  std::set<std::string> known;
  for (const RaceReport& race : all.races) known.insert(race.test);
  for (RaceReport& race : more.races)
    if (!known.contains(race.test) && all.races.size() < kMaxReports)
      all.races.push_back(std::move(race));
  for (CrashReport& crash : more.crashes) {
    const auto same = [&](const CrashReport& before) {
      return before.test == crash.test && before.verdict == crash.verdict;
    };
    if (std::none_of(all.crashes.begin(), all.crashes.end(), same))
      all.crashes.push_back(std::move(crash));
  }
  all.usage.cpu += more.usage.cpu;
  all.usage.wall += more.usage.wall;
  all.usage.peak_memory_bytes = std::max(all.usage.peak_memory_bytes, more.usage.peak_memory_bytes);
  all.usage.oom_kills += more.usage.oom_kills;
  all.usage.refused_processes += more.usage.refused_processes;
  all.processes += more.processes;
}

// Runs the sessions, `jobs` at once; the first error in their order, if there is one.
Status run_all(std::vector<Session>& sessions, unsigned jobs) {
  std::vector<Status> ended(sessions.size());
  do_at_once(sessions.size(), jobs, [&](std::size_t i) {
    ended[i] = sessions[i].carry_out();
    return true;
  });
  for (Status& status : ended) ASSAY_CHECK(std::move(status));
  return {};
}

}  // namespace

// The first GOMAXPROCS goes ahead: a test that cost it a limit's worth of time or memory is not run
// under the others, and one that ended its process is run last there. They need nothing of each
// other, so that what comes out is the same whether they run one after another or at once.
Result<TestRun> run_tests(sandbox::Runner& runner, const TestRunRequest& request) {
  const std::vector<std::uint32_t>& cpus = request.exercise.repeats.cpu;
  Known known;
  TestRun all;
  std::vector<Session> sessions;
  for (std::size_t i = 0; i < cpus.size(); ++i) {
    sessions.emplace_back(runner, request, cpus[i], request.seed + i, known);
    if (i != 0) continue;
    ASSAY_CHECK(sessions.front().carry_out());
    known = sessions.front().known();
    append(all, std::move(sessions.front().result()));
    sessions.clear();
  }
  ASSAY_CHECK(run_all(sessions, request.jobs));
  for (Session& session : sessions) append(all, std::move(session.result()));
  return all;
}

}  // namespace assay::gotool
