#include "gotool/test_run.h"

#include <algorithm>

#include <random>
#include <set>

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

class Session {
 public:
  Session(sandbox::Runner& runner, const TestRunRequest& request)
      : runner_(runner),
        request_(request),
        code_(candidate_code(request.exercise, request.workspace)),
        random_(request.seed) {}

  Result<TestRun> carry_out() {
    for (const std::uint32_t cpu : request_.exercise.repeats.cpu) ASSAY_CHECK(run_under(cpu));
    return std::move(result_);
  }

 private:
  // All tests under one GOMAXPROCS, in as many processes as it takes.
  Status run_under(std::uint32_t cpu) {
    std::vector<Planned> remaining = plan();
    while (!remaining.empty()) {
      ASSAY_TRY(const std::size_t done, run_process(cpu, remaining));
      remaining.erase(remaining.begin(), remaining.begin() + static_cast<std::ptrdiff_t>(done));
      std::erase_if(remaining, [&](const Planned& p) { return given_up_.contains(p.test); });
    }
    return {};
  }

  std::vector<Planned> plan() {
    std::vector<Planned> planned;
    for (std::uint32_t i = 0; i < request_.exercise.repeats.count; ++i) {
      const auto first = static_cast<std::ptrdiff_t>(planned.size());
      for (const std::string& test : tests_of(request_.exercise, request_.kind))
        if (!given_up_.contains(test)) planned.push_back({test, i});
      if (request_.exercise.repeats.shuffle) shuffle(planned, first);
    }
    return planned;
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
        given_up_.insert(process.remaining[index].test);
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
    if (recorded.verdict == Verdict::kWallTime) given_up_.insert(planned.test);
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
  const CandidateCode code_;
  std::mt19937_64 random_;
  std::set<std::string> given_up_;
  std::set<std::pair<std::string, Verdict>> reported_;
  TestRun result_;
};

}  // namespace

Result<TestRun> run_tests(sandbox::Runner& runner, const TestRunRequest& request) {
  return Session(runner, request).carry_out();
}

}  // namespace assay::gotool
