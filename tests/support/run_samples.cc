#include "support/run_samples.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "support/run_samples_code.h"

namespace assay {
namespace {

constexpr std::int64_t kEvening = 1'795'284'000;  // 2026-11-21 18:00 UTC
constexpr std::int64_t kDay = 86'400;

// Numerical Recipes' generator: the same numbers everywhere.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 2'654'435'761U + 12'345U) {}
  std::uint32_t below(std::uint32_t bound) {
    state_ = state_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
    return static_cast<std::uint32_t>((state_ >> 33) % bound);
  }

 private:
  std::uint64_t state_;
};

struct Plan {
  std::string_view id, title, test, hint, question;
  std::uint32_t points;
  Verdict usual;             // how it is lost
  std::uint32_t difficulty;  // of 100
};

constexpr std::array<Plan, 9> kPlan = {{
    {"basics", "Starts full and refuses when empty", "TestStartsFull",
     "A new bucket holds burst tokens, and each limiter has a bucket of its own.",
     "What does the zero value of your `Limiter` do? *Should* it work?", 10, Verdict::kFailed, 6},
    {"arguments", "Refuses arguments that make no sense", "TestRejectsBadArguments",
     "Which values can a float64 have? NaN compares false with everything.",
     "Which values of a `float64` does your check let through?", 5, Verdict::kFailed, 45},
    {"refill", "Refills with time", "TestRefillsWithTime",
     "What the bucket gained depends on how long ago it was last looked at.",
     "**Fixed window or bucket?** What happens at the boundary of a window?", 15, Verdict::kPanic,
     25},
    {"cap", "Holds no more than burst", "TestHoldsNoMoreThanBurst",
     "Nobody came for an hour. How many may come at once now?",
     "Walk me through the next call after a quiet hour.", 10, Verdict::kFailed, 18},
    {"wait", "Wait comes back when its token is there", "TestWaitComesBackWithTheToken",
     "Neither before that instant nor noticeably after it, and with one token.",
     "What would you change if a million callers waited?", 15, Verdict::kWallTime, 35},
    {"context", "Wait ends with its context", "TestWaitEndsWithItsContext",
     "At every place where Wait can block, what happens when the context ends there?",
     "Who wakes a caller whose context is the only thing that ends?\n\nAnd who takes it out of the "
     "line?",
     15, Verdict::kDeadlock, 50},
    {"concurrent", "No race, and no token taken twice", "TestNoTokenIsTakenTwice",
     "Looking whether there is a token and taking it must be one step.",
     "Two goroutines see the last token. Point at the line where that goes wrong.", 15,
     Verdict::kRace, 40},
    {"leak", "Nothing keeps running", "TestNothingKeepsRunning",
     "A limiter cannot be closed, so nothing that it starts may run for ever.",
     "Who stops the goroutine that `New` starts?", 10, Verdict::kLeak, 55},
    {"vet", "No finding of go vet", "", "A lock must not be copied: see what go vet says.",
     "What does `go vet` say of this method, and why does it matter?", 5, Verdict::kFailed, 15},
}};

constexpr std::array<std::string_view, 24> kGiven = {
    "Amara", "Bj\u00f6rn", "Chidi",   "Dalia",           "Emre",  "Fatima", "Goran",   "Hana",
    "Ilse",  "Jun",        "Kwame",   "Leila",           "Mateo", "Noor",   "Oksana",  "Priya",
    "Quinn", "Rafael",     "Saoirse", "Tom\u00e1\u0161", "Ulla",  "Viet",   "Wanjiru", "Zeynep"};
constexpr std::array<std::string_view, 42> kFamily = {
    "Okafor",        "Lindqvist",  "Nwosu",          "Haddad",    "Y\u0131lmaz", "Zahra",
    "Petrovi\u0107", "Suzuki",     "Vermeulen",      "Tanaka",    "Mensah",      "Karimi",
    "Garc\u00eda",   "Rahman",     "Shevchenko",     "Iyer",      "Murphy",      "Costa",
    "Byrne",         "Nov\u00e1k", "Bergstr\u00f6m", "Nguyen",    "Kamau",       "Demir",
    "Achterberg",    "Brandt",     "Castellanos",    "Dubois",    "Eriksen",     "Fontaine",
    "Grigoryan",     "Holmberg",   "Ivanova",        "Jankowska", "Kovacs",      "Laurent",
    "Moreau",        "Olofsson",   "Pereira",        "Quispe",    "Rossi",       "Steinberg"};

std::string name_of(std::size_t i) {
  std::string name = std::string(kGiven[i % kGiven.size()]) + " " +
                     std::string(kFamily[(i * 5 + i / kFamily.size()) % kFamily.size()]);
  if (i >= 504) name += " " + std::string(1, static_cast<char>('A' + i / 504)) + ".";
  return name;
}

std::string slug_of(std::size_t i) {
  return "dev" + std::to_string(7'919 * (i + 3) % 99'991) + "-hub";
}

std::string hex_of(std::size_t i, std::size_t length) {
  Numbers numbers(i + 77);
  std::string text;
  while (text.size() < length) text += "0123456789abcdef"[numbers.below(16)];
  return text;
}

Attempt attempt_of(std::uint32_t index, Verdict verdict) {
  Attempt made;
  made.cpu = 1U << (index / 2);
  made.iteration = index % 2;
  made.verdict = verdict;
  made.nanoseconds = 2'400'000 + 130'000 * std::int64_t{index};
  return made;
}

TestResult test_of(const Plan& plan, Verdict verdict, std::uint32_t passed) {
  TestResult made{std::string(plan.test), verdict, {}};
  for (std::uint32_t i = 0; i < 6; ++i)
    made.attempts.push_back(attempt_of(i, i < passed ? Verdict::kPassed : verdict));
  if (verdict == Verdict::kPassed) return made;
  made.attempts[passed].detail = "the hidden test's own words: 1003 grants, expected 1000";
  made.attempts[passed].output = "    limiter_test.go:88: 1003 grants, expected 1000\n";
  return made;
}

CriterionResult criterion_of(const Plan& plan, Verdict verdict, std::uint32_t passed) {
  CriterionResult made;
  made.id = plan.id;
  made.title = plan.title;
  made.points = plan.points;
  made.earned = verdict == Verdict::kPassed ? plan.points : 0;
  made.verdict = verdict;
  if (!plan.test.empty()) {
    made.tests = {std::string(plan.test)};
    made.attempts = 6;
    made.passed = verdict == Verdict::kPassed ? 6 : passed;
  }
  if (verdict == Verdict::kPassed) return made;
  made.hint = plan.hint;
  if (!plan.test.empty())
    made.reason = std::string(name(verdict)) + " in " + std::to_string(6 - passed) + " of 6 runs";
  return made;
}

Frame frame_of(std::string function, std::uint32_t line, std::string source) {
  return {std::move(function), "limiter.go", line, std::move(source)};
}

void add_race(GradeResult& result) {
  const auto race = [](const std::string& address) {
    return RaceReport{"TestNoTokenIsTakenTwice",
                      {{"Write at 0x00c0001" + address + " by goroutine 8:",
                        {frame_of("(*Limiter).Allow", kWriteLine, "\tl.tokens--")},
                        2},
                       {"Previous read at 0x00c0001" + address + " by goroutine 7:",
                        {frame_of("(*Limiter).Allow", kReadLine, "\tif l.tokens < 1 || l.closed {"),
                         frame_of("(*Limiter).Wait", 50, "\tfor !l.Allow() {")},
                        1}}};
  };
  result.races.push_back(race("12233"));
  result.races.push_back(race("4f0a0"));
}

void add_crash(GradeResult& result, const Plan& plan, Verdict verdict) {
  const bool panic = verdict == Verdict::kPanic;
  result.crashes.push_back({std::string(plan.test),
                            verdict,
                            panic ? "panic: runtime error: integer divide by zero"
                                  : "nothing in the test can run any more",
                            {{panic ? "goroutine 11 [running]:" : "goroutine 21 [chan receive]:",
                              {panic ? frame_of("(*Limiter).run", kDivideLine,
                                                "\t\tl.tokens += int(elapsed / (l.interval - "
                                                "l.interval/time.Duration(l.burst)))")
                                     : frame_of("(*Limiter).Wait", kWaitLine, "\t\t\t<-l.wake")},
                              6}}});
}

void add_advice(GradeResult& result) {
  result.diagnostics.push_back({"limiter.go", kAfterLine, 10,
                                "time.After keeps its timer alive until it fires; a time.Timer can "
                                "be stopped",
                                "advice:discouraged_call", "\t\tcase <-time.After(l.interval):"});
}

void grade(GradeResult& result, std::uint32_t skill, Numbers& numbers) {
  result.outcome = Outcome::kGraded;
  std::uint32_t score = 0;
  for (const Plan& plan : kPlan) {
    const bool met = skill + numbers.below(46) >= plan.difficulty + 22;
    const std::uint32_t passed = numbers.below(3) == 0 ? numbers.below(4) : 0;
    Verdict verdict = met ? Verdict::kPassed : plan.usual;
    if (!met && plan.id == "leak" && numbers.below(3) == 0) verdict = Verdict::kSkipped;
    if (!met && plan.id == "wait" && numbers.below(4) == 0) verdict = Verdict::kMemory;
    result.criteria.edit().push_back(criterion_of(plan, verdict, passed));
    score += result.criteria.back().earned;
    if (!plan.test.empty()) result.tests.push_back(test_of(plan, verdict, passed));
    if (verdict == Verdict::kRace) add_race(result);
    if (verdict == Verdict::kPanic || verdict == Verdict::kDeadlock)
      add_crash(result, plan, verdict);
    if (plan.id == "vet" && !met)
      result.diagnostics.push_back(
          {"limiter.go", kCopyLine, 9,
           "snapshot passes lock by value: ratelimit.Limiter contains sync.Mutex", "vet:copylocks",
           "func (l Limiter) snapshot() (tokens int, full bool) {"});
  }
  if (numbers.below(2) == 0) add_advice(result);
  result.score = score;
  result.build_usage = {2'310, 1'420, 432'013'312, 1};
  result.run_usage = {840 + numbers.below(2'000), 612 + numbers.below(900), 39'845'888, 3};
}

void fail_to_grade(GradeResult& result, std::uint32_t kind) {
  switch (kind * 3 % 4) {
    case 0:
      result.outcome = Outcome::kBuildFailed;
      result.diagnostics = {
          {"limiter.go", kWriteLine, 4,
           "l.tokns undefined (type *Limiter has no field or method tokns, but does have field "
           "tokens)",
           "compile", "\tl.tokens--"},
          {"", 0, 0, "Wait is missing from the package", "contract", ""}};
      break;
    case 1:
      result.outcome = Outcome::kRejected;
      result.rejected = {{"limiter.go", 7, "forbidden_import",
                          "imports \"unsafe\"; this exercise allows context, errors and sync"}};
      break;
    case 2:
      result.outcome = Outcome::kNoSubmission;
      result.error = "the repository holds no Go file in its root";
      break;
    default:
      result.outcome = Outcome::kInfrastructureError;
      result.error = "fetch the repository: the server at 192.0.2.7 did not answer in 60 s";
  }
}

GradeResult result_of(std::size_t i, const SubmissionRecord& record, const std::string& person) {
  GradeResult result;
  result.exercise = record.exercise;
  result.exercise_title = "Token-bucket rate limiter";
  result.exercise_digest = hex_of(1, 64);
  result.inputs_digest = hex_of(i + 5'000, 64);
  result.submission = record.entry.submission;
  result.origin = record.entry.submission.source;
  result.commit = hex_of(i + 9'000, 40);
  result.tree = hex_of(i + 13'000, 40);
  result.ref = "main";
  result.author = person + " <" + slug_of(i) + "@mail.example>";
  result.files = {"limiter.go"};
  result.dropped = {{"limiter_test.go", 0, "test_file", "tests of your own are not graded here"},
                    {"go.mod", 0, "module_file", "the exercise brings its own"}};
  result.environment = {"0.1.0", "go1.26.1", "6.1.0-42-amd64", "full", "v2", 7'301'944'120'055ULL};
  result.started_at = kEvening + static_cast<std::int64_t>(i) * 4;
  result.duration_ms = 3'184;
  return result;
}

void settle_times(SubmissionRecord& record, Numbers& numbers) {
  GradeResult& result = *record.result;
  const std::int64_t before = std::int64_t{numbers.below(6)} * kDay / 2 + numbers.below(30'000);
  const bool late = numbers.below(9) == 0;
  result.commit_time = kEvening - kDay + (late ? before / 2 : -before);
  if (result.commit_time > kEvening - kDay) {
    const std::int64_t seconds = result.commit_time - (kEvening - kDay);
    const auto days = static_cast<std::uint32_t>((seconds + kDay - 1) / kDay);
    record.late = Lateness{seconds, days, 10 * days};
    if (result.score) record.adjusted = *result.score * (100 - 10 * days) / 100;
  } else {
    record.late = Lateness{};
  }
}

SubmissionRecord record_of(std::size_t i, const std::string& person, const std::string& exercise) {
  Numbers numbers(i * 31 + exercise.size());
  SubmissionRecord record;
  record.entry.candidate = person;
  record.entry.submission.source = "https://git.example.org/" + slug_of(i) + "/limiter.git";
  record.entry.extra = {{"recruiter", "extra-" + hex_of(i, 6)}};
  record.exercise = exercise;
  if (i % 41 == 22) return record;  // still pending
  record.progress = Progress::kDone;
  record.tries = 1;
  record.finished_at = kEvening + static_cast<std::int64_t>(i) * 4 + numbers.below(40);
  GradeResult result = result_of(i, record, person);
  const std::uint32_t skill = 10 + numbers.below(45) + numbers.below(46);
  if (i % 13 == 7)
    fail_to_grade(result, static_cast<std::uint32_t>(i / 13));
  else
    grade(result, skill, numbers);
  if (result.outcome == Outcome::kInfrastructureError) record.progress = Progress::kGaveUp;
  if (result.outcome != Outcome::kNoSubmission) record.code["limiter.go"] = sample_limiter(person);
  record.result = std::move(result);
  settle_times(record, numbers);
  if (i % 17 == 3 && record.result->score)
    record.decision = Decision{60, "asked in person: knew why, the fix is one line",
                               "interviewer-in-chief", kEvening + kDay};
  return record;
}

ExerciseCard card_of(std::string id, std::string title, std::uint32_t weight) {
  ExerciseCard card;
  card.id = std::move(id);
  card.title = std::move(title);
  card.digest = hex_of(1, 64);
  card.weight = weight;
  for (const Plan& plan : kPlan)
    card.criteria.push_back(
        {std::string(plan.id), std::string(plan.title), plan.points, {std::string(plan.question)}});
  return card;
}

// The second of every pair handed in what the first did.
void make_identical(Run& run, std::size_t from, std::size_t to) {
  if (to >= run.submissions.size()) return;
  const SubmissionRecord original = run.submissions[from];
  auto edit = run.submissions.edit(to);
  SubmissionRecord& copy = *edit;
  if (!original.result || !copy.result) return;
  const std::string author = copy.result->author;
  const std::string origin = copy.result->origin;
  copy.result = original.result;
  copy.result->author = author;
  copy.result->origin = origin;
  copy.result->submission = copy.entry.submission;
  copy.adjusted = original.adjusted;
  copy.late = original.late;
  copy.progress = original.progress;
  copy.code = {{"limiter.go", sample_limiter("a friend")}};
  copy.reused = true;
}

}  // namespace

Run sample_run(std::size_t candidates) {
  Run run;
  run.id = "4be1f0c25d7a9e36";
  run.title = "Backend engineers, November";
  run.created_at = kEvening;
  run.late = {kEvening - kDay, 3'600, 10, 50};
  run.exercises = {card_of("rate-limiter", "Token-bucket rate limiter", 1)};
  for (std::size_t i = 0; i < candidates; ++i)
    run.submissions.push_back(record_of(i, name_of(i), "rate-limiter"));
  for (std::size_t i = 11; i + 7 < candidates; i += 150) make_identical(run, i, i + 7);
  return run;
}

Run sample_assessment(std::size_t candidates) {
  Run run = sample_run(0);
  run.title = "Concurrency, an hour and a half";
  run.assessment = Assessment{"concurrency",
                              run.title,
                              90,
                              {{"rate-limiter", 2}, {"worker-pool", 1}, {"http-shutdown", 1}}};
  run.exercises = {card_of("rate-limiter", "Token-bucket rate limiter", 2),
                   card_of("worker-pool", "Worker pool", 1),
                   card_of("http-shutdown", "Graceful shutdown", 1)};
  for (std::size_t i = 0; i < candidates; ++i)
    for (const ExerciseCard& card : run.exercises)
      run.submissions.push_back(record_of(i, name_of(i), card.id));
  return run;
}

std::vector<std::string> reviewer_words() {
  std::vector<std::string> words = {
      "1003 grants", "limiter_test.go:88", "asked in person", "interviewer-in-chief",
      "extra-",      "recruiter",          "192.0.2.7"};
  for (const Plan& plan : kPlan) {
    if (!plan.test.empty()) words.emplace_back(plan.test);
    words.emplace_back(plan.question.substr(0, 20));
  }
  return words;
}

}  // namespace assay
