#include "app/run_documents.h"

#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <utility>

#include "base/at_once.h"
#include "base/json.h"
#include "base/text.h"
#include "grading/late.h"
#include "report/result_json.h"

namespace assay::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxDocument = 256U << 20;
constexpr std::uint64_t kMaxNumber = std::numeric_limits<std::uint32_t>::max();

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_or_null(const std::optional<std::int64_t>& time) {
  return time ? Json(*time) : Json(nullptr);
}

std::optional<std::int64_t> time_of(const JsonValue& value) {
  if (value.is_null()) return std::nullopt;
  return value.signed_integer();
}

std::uint32_t number(JsonObject& object, std::string_view name) {
  return static_cast<std::uint32_t>(object.integer(name, 0, kMaxNumber));
}

// Bytes that are no UTF-8, so that JSON can hold them: each as the character of its number.
std::string from_latin1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | (byte >> 6));
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

std::string to_latin1(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80 || i + 1 == text.size())
      bytes += text[i];
    else
      bytes += static_cast<char>(((byte & 0x03) << 6) | (text[++i] & 0x3F));
  }
  return bytes;
}

Json card_to_json(const ExerciseCard& card) {
  Json criteria = Json::array();
  for (const CriterionCard& criterion : card.criteria)
    criteria.push_back({{"id", criterion.id},
                        {"title", criterion.title},
                        {"points", criterion.points},
                        {"questions", criterion.questions}});
  return {{"id", card.id},         {"title", card.title},
          {"digest", card.digest}, {"run_digest", card.run_digest},
          {"weight", card.weight}, {"max_score", card.max_score},
          {"criteria", criteria}};
}

ExerciseCard card_from(JsonObject object) {
  ExerciseCard card;
  card.id = object.text("id");
  card.title = object.text("title");
  card.digest = object.text("digest");
  card.run_digest = object.text("run_digest");
  card.weight = number(object, "weight");
  card.max_score = number(object, "max_score");
  for (const JsonValue& item : object.member("criteria").items()) {
    JsonObject criterion = item.object();
    card.criteria.push_back({criterion.text("id"), criterion.text("title"),
                             number(criterion, "points"), criterion.texts("questions")});
    criterion.finish();
  }
  object.finish();
  return card;
}

Json assessment_to_json(const std::optional<Assessment>& assessment) {
  if (!assessment) return nullptr;
  Json parts = Json::array();
  for (const AssessmentPart& part : assessment->parts)
    parts.push_back({{"exercise", part.exercise}, {"weight", part.weight}});
  return {{"id", assessment->id},
          {"title", assessment->title},
          {"minutes", assessment->minutes},
          {"parts", parts}};
}

std::optional<Assessment> assessment_from(const JsonValue& value) {
  if (value.is_null()) return std::nullopt;
  JsonObject object = value.object();
  Assessment assessment{object.text("id"), object.text("title"), number(object, "minutes"), {}};
  for (const JsonValue& item : object.member("parts").items()) {
    JsonObject part = item.object();
    assessment.parts.push_back({part.text("exercise"), number(part, "weight")});
    part.finish();
  }
  object.finish();
  return assessment;
}

Json late_to_json(const LatePolicy& late) {
  return {{"deadline", time_or_null(late.deadline)},
          {"grace", late.grace},
          {"percent_per_day", late.percent_per_day},
          {"max_percent", late.max_percent}};
}

LatePolicy late_from(JsonObject object) {
  LatePolicy late;
  late.deadline = time_of(object.member("deadline"));
  late.grace = object.member("grace").signed_integer();
  late.percent_per_day = number(object, "percent_per_day");
  late.max_percent = number(object, "max_percent");
  object.finish();
  return late;
}

// Enough that all cores have work, few enough that memory stays small.
constexpr std::size_t kOutlinedAtOnce = 16;

// What equal submissions and most others have in common: what became of each criterion.
using KnownCriteria = std::set<SharedList<CriterionResult>>;

Status add_outlines(const std::vector<store::StoredSubmission>& some, ReadLately& lately,
                    KnownCriteria& known, OutlinedRun& outlined) {
  std::vector<Result<SubmissionRecord>> made(some.size());
  do_at_once(some.size(), std::thread::hardware_concurrency(), [&](std::size_t i) {
    made[i] = record_of(some[i], lately);
    if (made[i]) made[i] = report::outline(*std::move(made[i]), outlined.run);
    return made[i].has_value();
  });
  for (std::size_t i = 0; i < some.size(); ++i) {
    ASSAY_TRY(SubmissionRecord record, std::move(made[i]));
    if (record.result) record.result->criteria = *known.insert(record.result->criteria).first;
    outlined.run.submissions.push_back(record);
    outlined.tasks.push_back(some[i].task.id);
  }
  return {};
}

}  // namespace

std::string settings_to_json(const Run& run) {
  Json cards = Json::array();
  for (const ExerciseCard& card : run.exercises) cards.push_back(card_to_json(card));
  return dump({{"schema_version", 1},
               {"title", run.title},
               {"exercises", cards},
               {"assessment", assessment_to_json(run.assessment)},
               {"late", late_to_json(run.late)}});
}

Result<Run> settings_from_json(std::string_view bytes) {
  JsonDocument document("the run's settings", bytes, kMaxDocument);
  JsonObject object = document.object();
  (void)object.integer("schema_version", 1, 1);
  Run run;
  run.title = object.text("title");
  for (const JsonValue& item : object.member("exercises").items())
    run.exercises.push_back(card_from(item.object()));
  run.assessment = assessment_from(object.member("assessment"));
  run.late = late_from(object.member("late").object());
  object.finish();
  ASSAY_CHECK(document.status());
  return run;
}

std::string entry_to_json(const RosterEntry& entry) {
  Json extra = Json::array();
  for (const auto& [column, value] : entry.extra) extra.push_back({column, value});
  const SubmissionRef& ref = entry.submission;
  return dump({{"candidate", entry.candidate},
               {"source", ref.source},
               {"ref", ref.ref ? Json(*ref.ref) : Json(nullptr)},
               {"at", time_or_null(ref.at)},
               {"subdir", ref.subdir},
               {"exercise", entry.exercise},
               {"deadline", time_or_null(entry.deadline)},
               {"extension", entry.extension},
               {"extra", extra}});
}

Result<RosterEntry> entry_from_json(std::string_view bytes) {
  JsonDocument document("an entry of the run", bytes, kMaxDocument);
  JsonObject object = document.object();
  RosterEntry entry;
  entry.candidate = object.text("candidate");
  entry.submission.source = object.text("source");
  if (const JsonValue ref = object.member("ref"); !ref.is_null()) entry.submission.ref = ref.text();
  entry.submission.at = time_of(object.member("at"));
  entry.submission.subdir = object.text("subdir");
  entry.exercise = object.text("exercise");
  entry.deadline = time_of(object.member("deadline"));
  entry.extension = object.member("extension").signed_integer();
  for (const JsonValue& item : object.member("extra").items()) {
    const auto pair = item.items();
    if (pair.size() == 2)
      entry.extra.emplace_back(pair[0].text(), pair[1].text());
    else
      item.refuse("must be a column and its value");
  }
  object.finish();
  ASSAY_CHECK(document.status());
  return entry;
}

std::string code_to_json(const FileSet& files) {
  Json json = Json::array();
  for (const auto& [name, bytes] : files)
    json.push_back(is_utf8(bytes) ? Json{name, bytes} : Json{name, from_latin1(bytes), "latin1"});
  return dump(json);
}

Result<FileSet> code_from_json(std::string_view bytes) {
  FileSet files;
  if (bytes.empty()) return files;
  JsonDocument document("a submission's code", bytes, kMaxDocument);
  for (const JsonValue& item : document.value().items()) {
    const auto parts = item.items();
    if (parts.size() == 2)
      files.emplace(parts[0].text(), parts[1].text());
    else if (parts.size() == 3 && parts[2].text() == "latin1")
      files.emplace(parts[0].text(), to_latin1(parts[1].text()));
    else
      item.refuse("must be a name and its bytes");
  }
  ASSAY_CHECK(document.status());
  return files;
}

Result<GradeResult> ReadLately::result_of(const store::StoredSubmission& stored) {
  const std::string& document = stored.current->result;
  {
    const std::lock_guard lock(mutex_);
    if (const GradeResult* known = results_.find(document)) return *known;
  }
  ASSAY_TRY(GradeResult result,
            report::common_from_json("the result of " + stored.task.candidate, document));
  if (!stored.current->reused) return result;  // what nobody else had need not be remembered
  const std::lock_guard lock(mutex_);
  return results_.add(document, std::move(result));
}

Result<SubmissionRecord> record_of(const store::StoredSubmission& stored) {
  ReadLately nothing;
  return record_of(stored, nothing);
}

Result<SubmissionRecord> record_of(const store::StoredSubmission& stored, ReadLately& lately) {
  SubmissionRecord record;
  ASSAY_TRY(record.entry, entry_from_json(stored.task.entry));
  record.exercise = stored.task.exercise;
  record.progress = stored.task.progress;
  record.tries = stored.task.tries;
  if (!stored.decisions.empty()) record.decision = stored.decisions.back();
  if (!stored.current) return record;
  ASSAY_TRY(record.result, lately.result_of(stored));
  if (!stored.current->own.empty())
    ASSAY_CHECK(report::add_own("the result of " + stored.task.candidate, stored.current->own,
                                *record.result));
  ASSAY_TRY(record.code, code_from_json(stored.current->code));
  record.finished_at = stored.current->finished_at;
  record.reused = stored.current->reused;
  return record;
}

Result<Run> load_settings(const store::RunStore& store) {
  ASSAY_TRY(Run run, settings_from_json(store.header().settings));
  ASSAY_TRY(const auto regrades, store.regrades());
  for (const store::Regrade& regrade : regrades) {
    if (regrade.state != store::RegradeState::kApplied) continue;
    ASSAY_TRY(Run changed, settings_from_json(regrade.settings));
    run.exercises = std::move(changed.exercises);
  }
  run.id = store.header().id;
  run.created_at = store.header().created_at;
  return run;
}

Result<Run> load_run(const store::RunStore& store) {
  ASSAY_TRY(Run run, load_settings(store));
  ReadLately lately;
  ASSAY_CHECK(store.for_each([&](const store::StoredSubmission& stored) -> Status {
    ASSAY_TRY(SubmissionRecord record, record_of(stored, lately));
    run.submissions.push_back(record);
    return {};
  }));
  grading::settle(run);
  return run;
}

Result<OutlinedRun> load_outlines(const store::RunStore& store) {
  OutlinedRun outlined;
  ASSAY_TRY(outlined.run, load_settings(store));
  std::uint64_t count = 0;
  for (const Progress progress : {Progress::kPending, Progress::kDone, Progress::kGaveUp}) {
    ASSAY_TRY(const std::uint64_t some, store.count(progress));
    count += some;
  }
  outlined.run.submissions.reserve(count);
  outlined.tasks.reserve(count);
  std::vector<store::StoredSubmission> some;
  ReadLately lately;
  KnownCriteria known;
  ASSAY_CHECK(store.for_each([&](store::StoredSubmission stored) -> Status {
    if (stored.current) stored.current->code.clear();
    some.push_back(std::move(stored));
    return some.size() < kOutlinedAtOnce
               ? Status()
               : add_outlines(std::exchange(some, {}), lately, known, outlined);
  }));
  ASSAY_CHECK(add_outlines(some, lately, known, outlined));
  grading::settle(outlined.run);
  return outlined;
}

report::WholeSubmission whole_submissions(const store::RunStore& store,
                                          std::vector<std::int64_t> tasks, LatePolicy late) {
  return [&store, tasks = std::move(tasks), late, lately = std::make_shared<ReadLately>()](
             std::size_t index) -> Result<report::MakeSubmission> {
    ASSAY_TRY(store::StoredSubmission read, store.find(tasks.at(index)));
    return [stored = std::move(read), late, lately]() -> Result<SubmissionRecord> {
      ASSAY_TRY(SubmissionRecord record, record_of(stored, *lately));
      grading::settle(record, late);
      return record;
    };
  };
}

}  // namespace assay::app
