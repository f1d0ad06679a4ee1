#include "gotool/inspection.h"

#include <cstdint>
#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace assay::gotool {
namespace {

constexpr std::uint64_t kSchemaVersion = 1;
constexpr std::uint64_t kMostLines = 1U << 30;
constexpr std::size_t kLongestText = 1024;

std::string read_text(const JsonValue& value) {
  std::string text = value.text();
  if (text.size() > kLongestText) value.refuse("is too long");
  return text;
}

SourcePosition read_position(JsonObject& object) {
  SourcePosition at;
  at.line = static_cast<std::uint32_t>(object.integer("line", 1, kMostLines));
  at.column = static_cast<std::uint32_t>(object.integer("column", 1, kMostLines));
  return at;
}

std::vector<Mention> read_mentions(JsonObject& file, std::string_view name) {
  std::vector<Mention> mentions;
  for (const JsonValue& item : file.member(name).items()) {
    JsonObject object = item.object();
    Mention mention;
    mention.text = read_text(object.member("text"));
    mention.at = read_position(object);
    object.finish();
    mentions.push_back(std::move(mention));
  }
  return mentions;
}

std::vector<Import> read_imports(JsonObject& file) {
  std::vector<Import> imports;
  for (const JsonValue& item : file.member("imports").items()) {
    JsonObject object = item.object();
    Import import;
    import.path = read_text(object.member("path"));
    import.name = read_text(object.member("name"));
    import.at = read_position(object);
    object.finish();
    imports.push_back(std::move(import));
  }
  return imports;
}

InspectedFile read_inspected_file(const JsonValue& value, const std::string& expected) {
  JsonObject object = value.object();
  InspectedFile file;
  file.path = object.text("path");
  if (file.path != expected) object.refuse("is about another file than was asked for");
  file.package = read_text(object.member("package"));
  file.parse_errors = read_mentions(object, "parse_errors");
  file.imports = read_imports(object);
  file.directives = read_mentions(object, "directives");
  file.uses = read_mentions(object, "uses");
  file.dead = read_mentions(object, "dead");
  file.assigned = read_mentions(object, "assigned");
  file.declarations = read_mentions(object, "declarations");
  file.build_constraint = read_text(object.member("build_constraint"));
  file.formatted = object.member("formatted").boolean();
  file.lines = object.integer("lines", 0, kMostLines);
  file.tokens = object.integer("tokens", 0, kMostLines);
  object.finish();
  return file;
}

}  // namespace

Result<std::string> inspection_list(const std::vector<std::string>& files) {
  std::string list;
  for (const std::string& file : files) {
    if (file.empty() || file.find_first_of("\r\n") != std::string::npos) {
      return fail("cannot ask the inspector about the file \"" + printable_line(file) + "\"");
    }
    list += file + "\n";
  }
  return list;
}

Result<Inspection> parse_inspection(std::string_view json, const std::vector<std::string>& files) {
  JsonDocument document("inspector's output", json, kMaxInspectionBytes);
  JsonObject top = document.object();
  top.integer("schema_version", kSchemaVersion, kSchemaVersion);
  const JsonValue list = top.member("files");
  const std::vector<JsonValue> items = list.items();
  if (items.size() != files.size()) list.refuse("is not about the files that were asked for");
  Inspection inspection;
  for (std::size_t i = 0; i < items.size() && i < files.size(); ++i) {
    inspection.files.push_back(read_inspected_file(items[i], files[i]));
  }
  top.finish();
  if (const Status status = document.status(); !status) {
    return fail(status.error().message,
                "this is a fault in assay, or its inspector is of another version");
  }
  return inspection;
}

}  // namespace assay::gotool
