#include "report/view.h"

#include <algorithm>
#include <utility>

#include "report/harmless.h"

namespace assay::report {
namespace {

bool is_own(const std::string& file, const GradeResult& result) {
  return std::find(result.files.begin(), result.files.end(), file) != result.files.end();
}

void keep_own_frames(std::vector<Stack>& stacks, const GradeResult& result) {
  for (Stack& stack : stacks) {
    stack.title = harmless_title(stack.title);
    stack.cut += static_cast<std::uint32_t>(std::erase_if(
        stack.frames, [&](const Frame& frame) { return !is_own(frame.file, result); }));
  }
}

void hide_messages(GradeResult& result) {
  for (TestResult& test : result.tests)
    for (Attempt& attempt : test.attempts) {
      attempt.detail.clear();
      attempt.output.clear();
    }
  for (CrashReport& crash : result.crashes) crash.message = harmless_message(crash.message);
}

}  // namespace

std::string_view name(View view) {
  return view == View::kCandidate ? "candidate" : "reviewer";
}

std::optional<View> view_from_name(std::string_view text) {
  if (text == "candidate") return View::kCandidate;
  if (text == "reviewer") return View::kReviewer;
  return std::nullopt;
}

GradeResult for_candidate(GradeResult result) {
  if (!result.show_messages) hide_messages(result);
  for (RaceReport& race : result.races) keep_own_frames(race.stacks, result);
  for (CrashReport& crash : result.crashes) keep_own_frames(crash.stacks, result);
  std::erase_if(result.diagnostics, [&](const Diagnostic& diagnostic) {
    return !diagnostic.file.empty() && !is_own(diagnostic.file, result);
  });
  if (result.outcome == Outcome::kInfrastructureError) result.error = kOurFault;
  return result;
}

GradeResult seen_by(View view, GradeResult result) {
  return view == View::kCandidate ? for_candidate(std::move(result)) : result;
}

std::string without_credentials(std::string_view source) {
  const std::size_t scheme = source.find("://");
  if (scheme == std::string_view::npos) return std::string(source);
  const std::size_t start = scheme + 3;
  const std::string_view authority =
      source.substr(start, source.find_first_of("/?#", start) - start);
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return std::string(source);
  // A name alone is needed for ssh; in https it may be a token.
  const std::string_view user = authority.substr(0, std::min(at, authority.find(':')));
  const bool keep_user = source.starts_with("ssh://") && !user.empty();
  std::string shown(source.substr(0, start));
  if (keep_user) shown += std::string(user) + "@";
  return shown + std::string(source.substr(start + at + 1));
}

}  // namespace assay::report
