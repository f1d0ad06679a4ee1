#include "report_run_samples.h"

#include <utility>

#include "report_samples.h"

namespace assay::report {
namespace {

constexpr std::int64_t kDeadline = 1'763'640'000;

SubmissionRecord record(std::string candidate, GradeResult result) {
  SubmissionRecord made;
  made.entry.candidate = std::move(candidate);
  made.entry.submission = result.submission;
  made.entry.extra = {{"Email", made.entry.candidate + "@example.org"}, {"team", "core"}};
  made.exercise = result.exercise;
  made.progress =
      result.outcome == Outcome::kInfrastructureError ? Progress::kGaveUp : Progress::kDone;
  made.tries = made.progress == Progress::kGaveUp ? 3 : 1;
  made.finished_at = result.started_at + 4;
  made.code = {{"limiter.go", "package limiter\n"}};
  made.result = std::move(result);
  return made;
}

GradeResult with_tree(GradeResult result, std::string tree) {
  result.tree = std::move(tree);
  return result;
}

ExerciseCard card(std::string id, std::string title) {
  ExerciseCard made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.digest = all_passed().exercise_digest;
  for (const CriterionResult& each : all_passed().criteria)
    made.criteria.push_back({each.id, each.title, each.points, {}});
  made.criteria[1].questions = {"What makes `looking` and `taking` **one** step?"};
  return made;
}

}  // namespace

Run six_candidates() {
  Run run;
  run.id = "00c0ffee00c0ffee";
  run.title = "Token-bucket rate limiter";
  run.created_at = 1'763'695'000;
  run.exercises = {card("rate-limiter", "Token-bucket rate limiter")};
  run.late = {kDeadline, 3'600, 10, 50};
  run.submissions = {
      record("ada", all_passed()),
      record("Grace Hopper", with_tree(mixed(), "1111aa")),
      record("linus", all_passed()),
      record("rob", with_tree(build_failed(), "2222bb")),
      record("ken", with_tree(rejected(), "3333cc")),
      record("barbara", with_tree(infrastructure_error(), "")),
  };
  run.submissions.edit(0)->late = Lateness{0, 0, 0};
  run.submissions.edit(1)->late = Lateness{100'000, 2, 20};
  run.submissions.edit(1)->adjusted = 28;
  run.submissions.edit(2)->late = Lateness{1'900, 0, 0};
  run.submissions.edit(2)->reused = true;
  run.submissions.edit(4)->decision =
      Decision{60, "unsafe was in an example of ours", "the lead", 1};
  return run;
}

Run two_exercises() {
  Run run;
  run.id = "0123456789abcdef";
  run.title = "Backend, first round";
  run.created_at = 1'763'695'000;
  run.assessment =
      Assessment{"backend", "Backend, first round", 90, {{"rate-limiter", 2}, {"worker-pool", 1}}};
  run.exercises = {card("rate-limiter", "Token-bucket rate limiter"),
                   card("worker-pool", "Worker pool")};
  run.exercises[0].weight = 2;
  const auto add = [&](const std::string& candidate, const std::string& exercise,
                       GradeResult result) {
    result.exercise = exercise;
    result.tree = candidate + exercise;
    run.submissions.push_back(record(candidate, std::move(result)));
  };
  for (const char* candidate : {"ada", "bob", "eve", "joe"}) {
    const bool good = candidate[0] == 'a' || candidate[0] == 'b';
    add(candidate, "rate-limiter", good ? all_passed() : mixed());
    add(candidate, "worker-pool", good ? mixed() : no_submission());
  }
  {
    auto last = run.submissions.edit(run.submissions.size() - 1);
    last->progress = Progress::kPending;
    last->result.reset();
    last->tries = 0;
    last->finished_at = 0;
  }
  return run;
}

Run hostile_run() {
  const std::string attack = hostile().origin;
  Run run = six_candidates();
  run.title = attack;
  run.exercises[0].title = attack;
  run.exercises[0].criteria[1].questions = {attack};
  for (CriterionCard& each : run.exercises[0].criteria) each.title = attack + "|";
  run.submissions.edit_each([&](SubmissionRecord& each) {
    const std::string candidate = each.entry.candidate;
    GradeResult result = hostile();
    result.exercise = "rate-limiter";
    result.outcome = each.result->outcome;
    result.error = attack;
    result.submission.source = attack;
    result.submission.ref = attack;
    result.rejected = {{attack, 3, "rule" + attack, attack}, {"limiter.go", 4, attack, attack}};
    for (CriterionResult& criterion : result.criteria.edit())
      criterion.hint = "a | b `c` " + attack;
    each.result = result;
    each.entry.submission = result.submission;
    each.entry.candidate = "../" + attack + candidate;
    each.entry.extra = {{"candidate", attack},
                        {"=cmd|'/c calc'!A1", "=1+1"},
                        {"", "\t=1"},
                        {"phone", "+49 30 1"},
                        {"delta", "-12.5"},
                        {"Candidate", "@SUM(1)"},
                        {"note", "a\r\nb,\"c\""},
                        {"note", std::string("\0x", 2)}};
    if (each.decision) each.decision = Decision{60, attack, attack, 1};
  });
  run.submissions.edit(0)->entry.candidate =
      "<img src=x onerror=alert(1)> @octocat #1 ![x](http://x)";
  run.submissions.edit(1)->entry.candidate = "=HYPERLINK(\"http://x\",\"y\")";
  run.submissions.edit(2)->entry.candidate = "\xc2\xa0::error::name";
  return run;
}

Run at_another_time(Run run) {
  const auto move = [](std::string& text) {
    for (std::size_t at = text.find("0x00c0"); at != std::string::npos;
         at = text.find("0x00c0", at))
      text.replace(at, 6, "0x00d1");
    for (std::size_t at = text.find("goroutine "); at != std::string::npos;
         at = text.find("goroutine ", at + 1))
      if (text[at + 10] >= '0' && text[at + 10] <= '9') text.insert(at + 10, "4");
  };
  run.id = "ffffffffffffffff";
  run.created_at += 77;
  run.submissions.edit_each([&](SubmissionRecord& each) {
    if (each.progress == Progress::kPending) return;
    each.finished_at += 99;
    each.tries += 1;
    each.reused = !each.reused;
    GradeResult& result = *each.result;
    result.started_at += 77;
    result.duration_ms += 5;
    result.run_usage.cpu_ms += 9;
    result.build_usage.wall_ms += 9;
    for (TestResult& test : result.tests)
      for (Attempt& attempt : test.attempts) {
        attempt.nanoseconds += 1'000'003;
        move(attempt.output);
      }
    for (RaceReport& race : result.races)
      for (Stack& stack : race.stacks) move(stack.title);
    for (CrashReport& crash : result.crashes)
      for (Stack& stack : crash.stacks) move(stack.title);
  });
  return run;
}

}  // namespace assay::report
