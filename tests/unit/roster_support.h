// How the tests of rosters read one, and what they say of it.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "roster/roster.h"

namespace assay {

inline bool operator==(const SubmissionRef& a, const SubmissionRef& b) {
  return a.source == b.source && a.ref == b.ref && a.at == b.at && a.subdir == b.subdir;
}

inline bool operator==(const RosterEntry& a, const RosterEntry& b) {
  return a.candidate == b.candidate && a.submission == b.submission && a.exercise == b.exercise &&
         a.deadline == b.deadline && a.extension == b.extension && a.extra == b.extra;
}

// On one line: what is set, in the order of the struct.
inline std::string shown(const RosterEntry& entry) {
  std::string text = entry.candidate + " | " + entry.submission.source;
  const auto add = [&](const char* name, const std::string& value) {
    text += std::string(" | ") + name + "=" + value;
  };
  if (entry.submission.ref) add("ref", *entry.submission.ref);
  if (entry.submission.at) add("at", date_text(*entry.submission.at));
  if (!entry.submission.subdir.empty()) add("subdir", entry.submission.subdir);
  if (!entry.exercise.empty()) add("exercise", entry.exercise);
  if (entry.deadline) add("deadline", date_text(*entry.deadline));
  if (entry.extension != 0) add("extension", duration_text(entry.extension));
  for (const auto& [name, value] : entry.extra) add(("[" + name + "]").c_str(), value);
  return text;
}

inline std::ostream& operator<<(std::ostream& out, const RosterEntry& entry) {
  return out << shown(entry);
}

namespace roster {

inline Result<Roster> csv(std::string_view bytes) {
  return parse_roster("r.csv", bytes, Format::kCsv, "/base");
}

inline Result<Roster> json(std::string_view bytes) {
  return parse_roster("r.json", bytes, Format::kJson, "/base");
}

inline std::vector<std::string> entries(const Result<Roster>& roster) {
  if (!roster) return {"refused: " + roster.error().message};
  std::vector<std::string> lines;
  for (const RosterEntry& entry : roster->entries) lines.push_back(shown(entry));
  return lines;
}

inline std::vector<std::string> remarks(const Result<Roster>& roster) {
  if (!roster) return {"refused: " + roster.error().message};
  std::vector<std::string> lines;
  for (const Remark& remark : roster->remarks)
    lines.push_back(remark.where + ": " + remark.message);
  return lines;
}

// The message, or "" if the roster was accepted.
inline std::string refusal(const Result<Roster>& roster) {
  if (roster) return "";
  EXPECT_EQ(roster.error().kind, ErrorKind::kUsage);
  return roster.error().message;
}

}  // namespace roster
}  // namespace assay
