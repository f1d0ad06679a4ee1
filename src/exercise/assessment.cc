#include "exercise/assessment.h"

#include <set>

#include "base/json.h"
#include "base/text.h"
#include "exercise/names.h"

namespace assay::exercise {
namespace {

std::string slug(const JsonValue& value) {
  std::string text = value.text();
  if (!is_slug(text))
    value.refuse("must be lower-case letters and digits with single hyphens between them",
                 "write it like \"backend-screen\"");
  return text;
}

AssessmentPart read_part(JsonObject object, std::set<std::string>& seen) {
  AssessmentPart part;
  const JsonValue name = object.member("exercise");
  part.exercise = slug(name);
  part.weight = static_cast<std::uint32_t>(object.integer_or("weight", 1, 100, 1));
  if (!seen.insert(part.exercise).second) name.refuse("is there twice", "give it a weight instead");
  object.finish();
  return part;
}

Assessment read_assessment(JsonObject object) {
  Assessment assessment;
  assessment.id = slug(object.member("id"));
  const JsonValue title = object.member("title");
  assessment.title = title.text();
  if (assessment.title.empty() || printable_line(assessment.title) != assessment.title)
    title.refuse("must be a line of visible text");
  assessment.minutes = static_cast<std::uint32_t>(object.integer("minutes", 5, 10'080));
  const JsonValue list = object.member("exercises");
  std::set<std::string> seen;
  for (const JsonValue& item : list.items())
    assessment.parts.push_back(read_part(item.object(), seen));
  if (assessment.parts.empty() || assessment.parts.size() > 50)
    list.refuse("must hold 1 to 50 exercises", R"(write [{"exercise": "race-fix", "weight": 2}])");
  object.finish();
  return assessment;
}

}  // namespace

Result<std::vector<Assessment>> parse_assessments(std::string_view file, std::string_view bytes) {
  JsonDocument document{std::string(file), bytes};
  JsonObject top = document.object();
  std::vector<Assessment> assessments;
  std::set<std::string> seen;
  top.text_or("$schema", "");  // for editors
  top.integer("schema_version", 1, 1);
  for (const JsonValue& item : top.member("assessments").items()) {
    assessments.push_back(read_assessment(item.object()));
    if (!seen.insert(assessments.back().id).second)
      item.refuse("has the id of an earlier one", "give each an id of its own");
  }
  top.finish();
  ASSAY_CHECK(document.status());
  return assessments;
}

}  // namespace assay::exercise
