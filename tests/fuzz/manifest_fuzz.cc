// Any bytes as exercise.json, as expect.json, as Go and as interviewer.md: no crash, and
// whatever is accepted keeps the promises on which the rest of assay builds.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "exercise/go_outline.h"
#include "exercise/manifest.h"
#include "exercise/names.h"
#include "exercise/questions.h"

namespace {

using assay::Criterion;
using assay::Exercise;

void require(bool truth) {
  if (!truth) std::abort();
}

void check_error(const assay::Error& error) {
  require(error.kind == assay::ErrorKind::kUsage);
  require(error.message.starts_with("fuzz.json: "));
  require(assay::printable_line(error.message) == error.message);
}

void check(const Exercise& exercise) {
  require(assay::exercise::is_slug(exercise.id));
  require(exercise.run_limits.test <= exercise.run_limits.wall);
  require(!exercise.repeats.cpu.empty() && !exercise.policy.files.empty());
  for (const std::string& path : exercise.policy.allowed_imports)
    require(!assay::exercise::is_never_importable(path));
  for (const std::string& glob : exercise.policy.files) require(glob.ends_with(".go"));
  std::uint32_t points = 0;
  for (const Criterion& criterion : exercise.criteria) {
    points += criterion.points;
    const auto& evidence = criterion.evidence;
    const bool calls = !evidence.must_call.empty() || !evidence.must_not_call.empty();
    require(static_cast<int>(!evidence.tests.empty()) + static_cast<int>(!evidence.vet.empty()) +
                static_cast<int>(calls) ==
            1);
    for (const std::string& test : evidence.tests) require(assay::exercise::is_test_name(test));
    require(criterion.ask.size() <= 3);
    for (const std::uint32_t number : criterion.ask) require(number >= 1 && number <= 999);
  }
  require(points == 100);
}

const Exercise& known_exercise() {
  static const Exercise exercise = [] {
    Exercise made;
    made.id = "counter";
    made.criteria.resize(2);
    made.criteria[0].id = "basics";
    made.criteria[1].id = "races";
    return made;
  }();
  return exercise;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto exercise = assay::exercise::parse_manifest("fuzz.json", bytes);
  if (exercise)
    check(*exercise);
  else
    check_error(exercise.error());
  const auto expectation = assay::exercise::parse_expectation("fuzz.json", bytes, known_exercise());
  if (!expectation)
    check_error(expectation.error());
  else
    for (const auto& loss : expectation->loses) require(!loss.verdicts.empty());
  const auto outline = assay::exercise::outline(bytes);
  require(outline.package.size() <= size && outline.functions.size() <= size / 6);
  std::size_t characters = 0;
  for (const auto& question : assay::exercise::parse_questions(bytes))
    characters += question.text.size() + 1;
  require(characters <= size + 1);
  return 0;
}
