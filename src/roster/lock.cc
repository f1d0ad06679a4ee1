#include <nlohmann/json.hpp>

#include "base/dates.h"
#include "base/text.h"
#include "roster/roster.h"

namespace assay::roster {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

Json write(const LockedEntry& locked) {
  const RosterEntry& entry = locked.entry;
  Json object = {{"candidate", entry.candidate}, {"repository", entry.submission.source}};
  if (entry.submission.ref) put(object, "ref", *entry.submission.ref);
  if (entry.submission.at) object["at"] = date_text(*entry.submission.at);
  put(object, "subdir", entry.submission.subdir);
  put(object, "exercise", entry.exercise);
  if (entry.deadline) object["deadline"] = date_text(*entry.deadline);
  if (entry.extension > 0) object["extension"] = duration_text(entry.extension);
  if (locked.error.empty()) {
    put(object, "commit", locked.commit);
    put(object, "tree", locked.tree);
    if (!locked.commit.empty()) object["commit_time"] = locked.commit_time;
  } else {
    object["error"] = printable_line(locked.error);
  }
  for (const auto& [name, value] : entry.extra)
    object["extra"].push_back({{"name", name}, {"value", value}});
  return object;
}

}  // namespace

std::string write_lock(const std::vector<LockedEntry>& entries, std::int64_t taken_at) {
  Json submissions = Json::array();
  for (const LockedEntry& entry : entries) submissions.push_back(write(entry));
  const Json lock = {
      {"schema_version", 1}, {"taken_at", taken_at}, {"submissions", std::move(submissions)}};
  // Only what did not come from parse_roster() could be no UTF-8: the folder that all of it is in.
  return lock.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::roster
