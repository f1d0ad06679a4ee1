// A list of submissions gives back what it was given, to the last field.
#include "model/submission_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

#include "model/packing.h"
#include "report/result_json.h"

namespace assay {
namespace {

template <class T>
T packed_and_unpacked(const T& value) {
  Packer packer;
  packer(value);
  T back{};
  Unpacker unpacker(packer.bytes());
  unpacker(back);
  return back;
}

template <class T>
void expect_extremes() {
  using Limits = std::numeric_limits<T>;
  for (const T value : {Limits::min(), static_cast<T>(Limits::min() + 1), T{0}, T{1}, T{63}, T{64},
                        T{127}, static_cast<T>(Limits::max() / 2), Limits::max()})
    EXPECT_EQ(packed_and_unpacked(value), value);
}

TEST(Packing, KeepsTheLeastAndTheGreatestNumber) {
  expect_extremes<std::int64_t>();
  expect_extremes<std::uint64_t>();
  expect_extremes<std::int32_t>();
  expect_extremes<std::uint32_t>();
  for (const bool value : {false, true}) EXPECT_EQ(packed_and_unpacked(value), value);
  EXPECT_EQ(packed_and_unpacked(std::int64_t{-1}), -1);
}

TEST(Packing, KeepsEveryByteOfAText) {
  const std::string all("\0a\xff\n\x80", 5);
  EXPECT_EQ(packed_and_unpacked(all), all);
  EXPECT_EQ(packed_and_unpacked(std::string(70'000, 'x')), std::string(70'000, 'x'));
  using Map = std::map<std::string, std::string>;
  EXPECT_EQ(packed_and_unpacked(Map{{"", all}, {"b", ""}}), (Map{{"", all}, {"b", ""}}));
  EXPECT_EQ(packed_and_unpacked(std::optional<std::string>{}), std::nullopt);
  EXPECT_EQ(packed_and_unpacked(std::optional<std::string>{""}), "");
}

// Each value is there once, so that a field that is forgotten or takes another's place is seen.
class Different {
 public:
  template <class... Values>
  void operator()(Values&... values) {
    (set(values), ...);
  }

 private:
  template <Number T>
  void set(T& value) {
    value = static_cast<T>(++last_);
  }
  void set(bool& value) { value = true; }
  void set(std::string& text) { text = std::to_string(++last_); }

  std::uint32_t last_ = 100;
};

Stack stack(Different& set) {
  Stack made;
  made.frames.resize(2);
  set(made.title, made.cut);
  for (Frame& each : made.frames) set(each.function, each.file, each.line, each.source);
  return made;
}

GradeResult full_result(Different& set) {
  GradeResult made;
  made.outcome = Outcome::kBuildFailed;
  set(made.error, made.exercise, made.exercise_title, made.exercise_digest, made.inputs_digest);
  set(made.submission.source, made.submission.ref.emplace(), made.submission.at.emplace());
  set(made.submission.subdir, made.origin, made.commit, made.tree, made.ref, made.commit_time);
  set(made.author, made.score.emplace(), made.max_score);
  made.criteria.edit().resize(2);
  for (CriterionResult& each : made.criteria.edit()) set(each.id, each.points);
  TestResult& test = made.tests.emplace_back();
  test.verdict = Verdict::kLeak;
  Attempt& attempt = test.attempts.emplace_back();
  attempt.build = BuildKind::kPlain;
  attempt.verdict = Verdict::kSkipped;
  set(test.test, attempt.cpu, attempt.iteration, attempt.detail, attempt.output);
  set(attempt.nanoseconds, attempt.races);
  RaceReport& race = made.races.emplace_back();
  set(race.test);
  race.stacks = {stack(set), stack(set)};
  CrashReport& crash = made.crashes.emplace_back();
  crash.verdict = Verdict::kDeadlock;
  set(crash.test, crash.message);
  crash.stacks = {stack(set)};
  Diagnostic& diagnostic = made.diagnostics.emplace_back();
  set(diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message);
  set(diagnostic.check, diagnostic.source);
  for (auto* findings : {&made.rejected, &made.dropped}) {
    Finding& finding = findings->emplace_back();
    set(finding.path, finding.line, finding.rule, finding.message);
  }
  set(made.files.emplace_back(), made.show_messages);
  for (Usage* each : {&made.build_usage, &made.run_usage})
    set(each->cpu_ms, each->wall_ms, each->peak_memory_bytes, each->processes);
  using Milliseconds = std::chrono::milliseconds;
  made.build_limits = {Milliseconds(11), Milliseconds(12), 13};
  made.run_limits = {Milliseconds(14), Milliseconds(15), Milliseconds(16), 17, 18, 19, 20};
  made.repeats = {21, {22, 23}, false};
  Environment& environment = made.environment;
  set(environment.assay_version, environment.go_version, environment.kernel);
  set(environment.isolation, environment.cgroup, environment.seed);
  set(made.started_at, made.duration_ms);
  return made;
}

SubmissionRecord full_record(Different& set) {
  SubmissionRecord made;
  set(made.entry.candidate, made.entry.submission.source, made.entry.exercise);
  set(made.entry.deadline.emplace(), made.entry.extension);
  made.entry.extra.resize(1);
  set(made.entry.extra[0].first, made.entry.extra[0].second);
  set(made.exercise, made.tries, made.code["a.go"], made.code["b.go"], made.finished_at);
  made.progress = Progress::kGaveUp;
  made.result = full_result(set);
  made.reused = true;
  Lateness& late = made.late.emplace();
  set(late.seconds, late.days, late.percent, made.adjusted.emplace());
  Decision& decision = made.decision.emplace();
  set(decision.score, decision.reason, decision.author, decision.at);
  return made;
}

TEST(SubmissionList, GivesBackEveryFieldOfAResult) {
  Different set;
  const SubmissionList list = {full_record(set)};
  Different again;
  const SubmissionRecord record = full_record(again);
  ASSERT_TRUE(list[0].result);
  // result.json has every field, and nothing that a candidate must not see is cut for a reviewer.
  EXPECT_EQ(report::to_json(*list[0].result, report::View::kReviewer),
            report::to_json(*record.result, report::View::kReviewer));
  EXPECT_EQ(list[0].result->show_messages, record.result->show_messages);
}

TEST(SubmissionList, GivesBackEveryFieldOfARecord) {
  Different set;
  const SubmissionRecord record = full_record(set);
  const SubmissionList list = {SubmissionRecord{}, record};
  const SubmissionRecord& back = list[1];
  EXPECT_EQ(back.entry.candidate, record.entry.candidate);
  EXPECT_EQ(back.entry.submission.source, record.entry.submission.source);
  EXPECT_EQ(back.entry.exercise, record.entry.exercise);
  EXPECT_EQ(back.entry.deadline, record.entry.deadline);
  EXPECT_EQ(back.entry.extension, record.entry.extension);
  EXPECT_EQ(back.entry.extra, record.entry.extra);
  EXPECT_EQ(back.exercise, record.exercise);
  EXPECT_EQ(back.progress, record.progress);
  EXPECT_EQ(back.tries, record.tries);
  EXPECT_EQ(back.code, record.code);
  EXPECT_EQ(back.finished_at, record.finished_at);
  EXPECT_EQ(back.reused, record.reused);
  EXPECT_EQ(back.late->seconds, record.late->seconds);
  EXPECT_EQ(back.late->days, record.late->days);
  EXPECT_EQ(back.late->percent, record.late->percent);
  EXPECT_EQ(back.adjusted, record.adjusted);
  EXPECT_EQ(back.decision->score, record.decision->score);
  EXPECT_EQ(back.decision->reason, record.decision->reason);
  EXPECT_EQ(back.decision->author, record.decision->author);
  EXPECT_EQ(back.decision->at, record.decision->at);
  EXPECT_FALSE(list[0].result || list[0].late || list[0].adjusted || list[0].decision);
}

SubmissionList of(const std::vector<std::string>& candidates) {
  SubmissionList list;
  for (const std::string& candidate : candidates) {
    SubmissionRecord record;
    record.entry.candidate = candidate;
    list.push_back(record);
  }
  return list;
}

std::vector<std::string> candidates_of(const SubmissionList& list) {
  std::vector<std::string> candidates;
  for (const SubmissionRecord& record : list) candidates.push_back(record.entry.candidate);
  return candidates;
}

TEST(SubmissionList, IsEditedInPlace) {
  SubmissionList list = of({"ada", "bob", "eve"});
  list.edit(1)->entry.candidate = "rob";
  EXPECT_EQ(candidates_of(list), (std::vector<std::string>{"ada", "rob", "eve"}));
  list.edit_each([](SubmissionRecord& record) { record.entry.candidate += "!"; });
  EXPECT_EQ(candidates_of(list), (std::vector<std::string>{"ada!", "rob!", "eve!"}));
  list.erase_if([](const SubmissionRecord& record) { return record.entry.candidate == "rob!"; });
  EXPECT_EQ(candidates_of(list), (std::vector<std::string>{"ada!", "eve!"}));
}

// What points to a criterion of a copy stays good as long as the list does.
TEST(SubmissionList, KeepsOneListOfCriteriaForEqualOnes) {
  SubmissionRecord record;
  record.result.emplace().criteria = {CriterionResult{}, CriterionResult{}};
  const SubmissionList list = {record, record};
  EXPECT_EQ(&list[0].result->criteria.front(), &list[1].result->criteria.front());
  EXPECT_EQ(&list[0].result->criteria.front(), &record.result->criteria.front());
}

}  // namespace
}  // namespace assay
