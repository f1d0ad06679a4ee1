// Any bytes as a roster, in CSV and in JSON. What is accepted holds nothing that a later step would
// stumble over, and a lock of it reads back; what is refused is refused in printable words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "roster/csv.h"
#include "roster/roster.h"

namespace {

using assay::Result;
using assay::RosterEntry;
using assay::roster::Roster;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_same(const RosterEntry& a, const RosterEntry& b) {
  return a.candidate == b.candidate && a.submission.source == b.submission.source &&
         a.submission.ref == b.submission.ref && a.submission.at == b.submission.at &&
         a.submission.subdir == b.submission.subdir && a.exercise == b.exercise &&
         a.deadline == b.deadline && a.extension == b.extension && a.extra == b.extra;
}

void check_entry(const RosterEntry& entry) {
  const auto& [source, ref, at, subdir] = entry.submission;
  require(!entry.candidate.empty() && entry.candidate.size() <= 200);
  require(!source.empty() && source.front() != '-');
  for (const std::string& text : {source, ref.value_or("x"), subdir, entry.exercise})
    require(assay::printable_line(text) == text);
  require(!(ref && at) && (!ref || (!ref->empty() && ref->front() != '-')));
  require(subdir.empty() || subdir.front() != '/');
  require(entry.extension >= 0 && entry.deadline.value_or(0) >= 0);
}

// A lock that found nothing is the roster again; one that found commits names them.
void check_locks(const Roster& roster) {
  std::vector<assay::roster::LockedEntry> entries;
  for (const RosterEntry& entry : roster.entries) entries.push_back({entry, "", "", 0, ""});
  for (const char* commit : {"", "c0ffee"}) {
    for (auto& entry : entries) entry.commit = commit;
    const std::string lock = assay::roster::write_lock(entries, 0);
    const auto again =
        assay::roster::parse_roster("again", lock, assay::roster::Format::kJson, "/elsewhere");
    require(again.has_value() && again->entries.size() == entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      RosterEntry expected = entries[i].entry;
      if (*commit != '\0') {
        expected.submission.ref = commit;
        expected.submission.at.reset();
      }
      require(is_same(again->entries[i], expected));
    }
  }
}

void check(const Result<Roster>& roster) {
  if (!roster) {
    const std::string& message = roster.error().message;
    require(roster.error().kind == assay::ErrorKind::kUsage);
    require(assay::printable(message) == message && message.size() < 20'000);
    return;
  }
  require(!roster->entries.empty());
  std::set<std::pair<std::string, std::string>> keys;
  for (const RosterEntry& entry : roster->entries) {
    check_entry(entry);
    require(keys.emplace(entry.candidate, entry.exercise).second);
  }
  for (const auto& remark : roster->remarks)
    require(assay::printable_line(remark.where + remark.message) == remark.where + remark.message);
  check_locks(*roster);
}

void check_csv(std::string_view bytes) {
  assay::roster::CsvReader reader(bytes);
  std::size_t line = 0;
  for (;;) {
    const auto row = reader.next();
    if (!row) require(row.error().line >= line && !row.error().message.empty());
    if (!row || !*row) break;
    require((*row)->line > line || line == 0);
    line = (*row)->line;
    for (const std::string& cell : (*row)->cells) require(assay::is_utf8(cell));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_csv(bytes);
  for (const auto format : {assay::roster::Format::kCsv, assay::roster::Format::kJson})
    check(assay::roster::parse_roster("fuzz", bytes, format, "/base"));
  return 0;
}
