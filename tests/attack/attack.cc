#include "attack/attack.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

namespace assay::attack {
namespace {

namespace fs = std::filesystem;

// An object whose members must all be asked for.
class Fields {
 public:
  Fields(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) refuse("is no object");
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw std::runtime_error(where_ + " " + what);
  }
  [[nodiscard]] bool has(const std::string& name) const { return object_.contains(name); }
  [[nodiscard]] std::string inside(const std::string& name) const { return where_ + "/" + name; }

  const Json& member(const std::string& name) {
    asked_.insert(name);
    if (!has(name)) refuse("lacks \"" + name + "\"");
    return object_.at(name);
  }
  template <class T>
  T value(const std::string& name) {
    try {
      return member(name).get<T>();
    } catch (const Json::exception& e) {
      refuse("has a \"" + name + "\" of another type: " + e.what());
    }
  }
  template <class T>
  T value(const std::string& name, T otherwise) {
    asked_.insert(name);
    return has(name) ? value<T>(name) : otherwise;
  }
  void finish() const {
    for (const auto& [name, value] : object_.items())
      if (!asked_.contains(name)) refuse("has the unknown member \"" + name + "\"");
  }

 private:
  const Json& object_;
  std::string where_;
  std::set<std::string> asked_;
};

// "failed", or ["failed", "race"]
std::vector<std::string> one_or_more(const Json& value) {
  if (value.is_string()) return {value.get<std::string>()};
  return value.get<std::vector<std::string>>();
}

// A text; {"hex": "00ff"} for bytes that JSON cannot hold; {"repeat": "text", "times": n}.
std::string bytes_of(const Json& value, const std::string& where) {
  if (value.is_string()) return value.get<std::string>();
  Fields fields(value, where);
  std::string bytes;
  if (fields.has("hex")) {
    const auto digits = fields.value<std::string>("hex");
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
      bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  } else {
    const auto text = fields.value<std::string>("repeat");
    bytes = fields.value<std::string>("before", "");
    for (int left = fields.value<int>("times"); left > 0; --left) bytes += text;
    bytes += fields.value<std::string>("after", "");
  }
  fields.finish();
  return bytes;
}

std::vector<Wanted> wanted(Fields& fields, const std::string& name,
                           const std::set<std::string>& members) {
  auto list = fields.value<std::vector<Wanted>>(name, {});
  for (const Wanted& item : list) {
    if (item.empty()) fields.refuse("wants nothing in \"" + name + "\"");
    for (const auto& [member, text] : item)
      if (!members.contains(member))
        fields.refuse("asks \"" + name + "\" for a \"" + member + "\"");
  }
  return list;
}

void read_score(Fields& fields, Expectation& expect) {
  const Json& score = fields.member("score");
  if (score.is_array() && score.size() == 2) {
    expect.least = score[0].get<std::uint32_t>();
    expect.most = score[1].get<std::uint32_t>();
  } else {
    expect.least = expect.most = score.get<std::uint32_t>();
  }
}

Expectation read_expectation(const Json& value, const std::string& where, bool has_strikes) {
  Fields fields(value, where);
  Expectation expect;
  expect.outcome = fields.value<std::string>("outcome");
  if (expect.outcome == "graded") read_score(fields, expect);
  if (fields.has("criteria"))
    for (const auto& [id, verdicts] : fields.member("criteria").items())
      expect.criteria[id] = one_or_more(verdicts);
  expect.rejected = wanted(fields, "rejected", {"rule", "path", "says"});
  expect.dropped = wanted(fields, "dropped", {"rule", "path", "says"});
  expect.diagnostics = wanted(fields, "diagnostics", {"check", "file", "says"});
  expect.details = fields.value<std::vector<std::string>>("details", {});
  expect.outputs = fields.value<std::vector<std::string>>("outputs", {});
  expect.shows = fields.value<std::vector<std::string>>("shows", {});
  expect.hides = fields.value<std::vector<std::string>>("hides", {});
  expect.error = fields.value<std::string>("error", "");
  expect.exit_code = fields.value<int>("exit", 0);
  fields.finish();
  const bool reasoned = has_strikes || !expect.criteria.empty() || !expect.rejected.empty() ||
                        !expect.dropped.empty() || !expect.diagnostics.empty() ||
                        !expect.details.empty() || !expect.outputs.empty() ||
                        !expect.shows.empty() || !expect.hides.empty() || !expect.error.empty();
  if (!reasoned) fields.refuse("asserts an outcome without its reason");
  return expect;
}

std::vector<Strike> read_strikes(Fields& fields) {
  std::vector<Strike> strikes;
  if (!fields.has("strikes")) return strikes;
  for (const Json& item : fields.value<std::vector<Json>>("strikes")) {
    Fields each(item, fields.inside("strikes"));
    Strike strike;
    strike.test = each.value<std::string>("test");
    strike.tries = each.value<std::string>("tries");
    strike.verdicts = one_or_more(each.member("verdict"));
    strike.detail = each.value<std::string>("detail", "");
    each.finish();
    strikes.push_back(std::move(strike));
  }
  if (strikes.empty()) fields.refuse("has no strikes in its \"strikes\"");
  return strikes;
}

Source read_source(const Json& value, const std::string& where) {
  Fields fields(value, where);
  Source source;
  source.kind = fields.value<std::string>("kind");
  if (source.kind == "git") source.steps = fields.member("steps");
  if (source.kind == "archive") source.format = fields.value<std::string>("format");
  if (source.kind == "text") source.text = fields.value<std::string>("text");
  if (source.kind == "archive" || source.kind == "folder")
    source.entries = fields.member("entries");
  fields.finish();
  return source;
}

// The members that say what is handed in; a control inherits what it does not name.
void read_submission(Fields& fields, const fs::path& folder, Submission& submission) {
  submission.exercise = fields.value<std::string>("exercise", submission.exercise);
  submission.patch = fields.value<Json>("exercise_patch", submission.patch);
  submission.base = fields.value<std::string>("base", submission.base);
  submission.arguments = fields.value("arguments", submission.arguments);
  submission.environment = fields.value("environment", submission.environment);
  if (fields.has("overlay")) {
    submission.folders.push_back(folder / fields.value<std::string>("overlay"));
    if (!fs::is_directory(submission.folders.back())) fields.refuse("names no folder of its own");
  }
  if (fields.has("files"))
    for (const auto& [name, bytes] : fields.member("files").items())
      submission.files[name] = bytes_of(bytes, fields.inside("files"));
  if (fields.has("source"))
    submission.source = read_source(fields.member("source"), fields.inside("source"));
}

Control read_control(const Json& value, const Attack& attack, const std::string& where) {
  Fields fields(value, where);
  Control control;
  control.shows = fields.value<std::string>("shows");
  control.how = fields.value<std::string>("how");
  control.submission = attack.submission;
  if (control.how == "naive") {
    control.arguments = fields.value<std::vector<std::string>>("go_test", {"-v"});
    control.says = fields.value<std::vector<std::string>>("says");
    control.exit_code = fields.value<int>("exit", 0);
    if (control.says.empty()) fields.refuse("is a control that asserts nothing");
  } else if (control.how == "again" || control.how == "unpoliced") {
    control.strikes = read_strikes(fields);
    control.expect = read_expectation(fields.member("expect"), fields.inside("expect"),
                                      !control.strikes.empty());
  } else {
    fields.refuse("has an unknown \"how\": again, unpoliced and naive are known");
  }
  read_submission(fields, attack.folder, control.submission);
  fields.finish();
  return control;
}

Json read_json_file(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  try {
    return Json::parse(stream);
  } catch (const Json::exception& e) {
    throw std::runtime_error(file.string() + ": " + e.what());
  }
}

void check_sentence(const Fields& fields, const std::string& sentence) {
  if (sentence.size() < 12 || !sentence.ends_with('.'))
    fields.refuse("has no sentence in \"tries\"");
}

}  // namespace

Attack read_attack(const fs::path& folder) {
  const fs::path file = folder / "attack.json";
  const Json document = read_json_file(file);
  Fields fields(document, file.string());
  Attack attack;
  attack.folder = folder;
  attack.name = folder.filename();
  attack.group = folder.parent_path().filename();
  attack.tries = fields.value<std::string>("tries");
  check_sentence(fields, attack.tries);
  attack.threats = fields.value<std::vector<int>>("threat");
  attack.submission.exercise = fields.value<std::string>("exercise");
  if (fs::is_directory(folder / "submission"))
    attack.submission.folders.push_back(folder / "submission");
  read_submission(fields, folder, attack.submission);
  attack.strikes = read_strikes(fields);
  attack.expect =
      read_expectation(fields.member("expect"), fields.inside("expect"), !attack.strikes.empty());
  if (fields.has("controls"))
    for (const Json& control : fields.value<std::vector<Json>>("controls"))
      attack.controls.push_back(read_control(control, attack, fields.inside("controls")));
  attack.no_control = fields.value<std::string>("no_control", "");
  fields.finish();
  if (attack.controls.empty() == attack.no_control.empty())
    fields.refuse("needs either controls, or no_control with the reason");
  return attack;
}

std::vector<Pointer> read_pointers(const fs::path& group) {
  std::vector<Pointer> pointers;
  const fs::path file = group / "elsewhere.json";
  if (!fs::exists(file)) return pointers;
  for (const Json& item : read_json_file(file)) {
    Fields fields(item, file.string());
    Pointer pointer;
    pointer.group = group.filename();
    pointer.name = fields.value<std::string>("name");
    pointer.tries = fields.value<std::string>("tries");
    check_sentence(fields, pointer.tries);
    pointer.threats = fields.value<std::vector<int>>("threat");
    pointer.file = fields.value<std::string>("file");
    pointer.test = fields.value<std::string>("test");
    pointer.outcome = fields.value<std::string>("outcome");
    fields.finish();
    pointers.push_back(std::move(pointer));
  }
  return pointers;
}

std::vector<fs::path> attack_folders(const fs::path& top) {
  std::vector<fs::path> folders;
  for (const auto& group : fs::directory_iterator(top)) {
    if (!group.is_directory() || group.path().filename() == "exercises") continue;
    for (const auto& folder : fs::directory_iterator(group.path()))
      if (folder.is_directory()) folders.push_back(folder.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace assay::attack
