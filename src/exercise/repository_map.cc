#include "exercise/repository_map.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "exercise/names.h"

namespace assay::exercise {
namespace {

constexpr std::size_t kMaxExercises = 100;
constexpr std::size_t kMaxFolder = 200;

bool is_plain(std::string_view part) {
  return !part.empty() && part.front() != '.' && part.front() != '-' &&
         std::all_of(part.begin(), part.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

// "" for the root, or folders of plain names below it.
bool is_folder(std::string_view folder) {
  if (folder.empty()) return true;
  const auto parts = split(folder, '/');
  return folder.size() <= kMaxFolder && std::all_of(parts.begin(), parts.end(), is_plain);
}

std::string exercise_id(const JsonValue& value) {
  std::string id = value.text();
  if (!is_slug(id)) value.refuse("is no name of an exercise", "`assay list` shows them");
  return id;
}

void read_folders(JsonObject exercises, RepositoryMap& map) {
  const std::vector<std::string> ids = exercises.names();
  if (ids.empty() || ids.size() > kMaxExercises)
    exercises.refuse("must name 1 to 100 exercises", R"(write {"race-fix": "race-fix"})");
  std::set<std::string> taken;
  for (const std::string& id : ids) {
    const JsonValue value = exercises.member(id);
    std::string folder = value.text();
    if (folder == ".") folder.clear();
    if (!is_slug(id)) value.refuse("belongs to no name of an exercise", "`assay list` shows them");
    if (!is_folder(folder))
      value.refuse("is no folder of this repository",
                   "write it as \"race-fix\" or \"go/race-fix\"");
    if (!taken.insert(folder).second)
      value.refuse("is the folder of another exercise", "give each a folder of its own");
    map.folders.emplace(id, std::move(folder));
  }
  exercises.finish();
}

}  // namespace

Result<RepositoryMap> parse_repository_map(std::string_view bytes) {
  JsonDocument document(std::string(kRepositoryMap), bytes, kMaxRepositoryMapBytes);
  JsonObject top = document.object();
  RepositoryMap map;
  top.integer("schema_version", 1, 1);
  const auto one = top.optional("exercise");
  const auto several = top.optional("exercises");
  if (one.has_value() == several.has_value())
    top.refuse("must have either \"exercise\" or \"exercises\"",
               R"(write {"schema_version": 1, "exercise": "race-fix"})");
  else if (one)
    map.folders.emplace(exercise_id(*one), "");
  else
    read_folders(several->object(), map);
  top.finish();
  if (Status status = document.status(); !status) {
    status.error().kind = ErrorKind::kUsage;
    return tl::unexpected(status.error());
  }
  return map;
}

std::string write_repository_map(const RepositoryMap& map) {
  std::string text = "{\n  \"schema_version\": 1,\n";
  if (map.folders.size() == 1 && map.folders.begin()->second.empty())
    return text + "  \"exercise\": \"" + map.folders.begin()->first + "\"\n}\n";
  text += "  \"exercises\": {";
  const char* between = "\n";
  for (const auto& [id, folder] : map.folders) {
    text.append(between).append("    \"" + id + "\": \"" + folder + "\"");
    between = ",\n";
  }
  return text + "\n  }\n}\n";
}

}  // namespace assay::exercise
