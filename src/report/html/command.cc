#include <string_view>

#include "base/text.h"
#include "report/html/data.h"

namespace assay::report::html {
namespace {

// A word as a POSIX shell takes it back. The text has been made printable first: what a shell
// would read as one thing and a person as another cannot be reproduced by copying.
std::string for_shell(std::string_view word) {
  std::string text = printable_line(word);
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string shown = "'";
  for (const char c : text) {
    if (c == '\'')
      shown += R"('\'')";
    else
      shown += c;
  }
  return shown + "'";
}

}  // namespace

std::string command_for(const SubmissionRecord& record) {
  const SubmissionRef& asked = record.entry.submission;
  std::string text = "assay grade";
  // What was resolved then, not what the name may point to now.
  if (record.result && !record.result->commit.empty())
    text += " --ref " + for_shell(record.result->commit);
  else if (asked.ref)
    text += " --ref " + for_shell(*asked.ref);
  if (!asked.subdir.empty()) text += " --subdir " + for_shell(asked.subdir);
  text += record.exercise.starts_with('-') || asked.source.starts_with('-') ? " --" : "";
  return text + " " + for_shell(record.exercise) + " " + for_shell(asked.source);
}

}  // namespace assay::report::html
