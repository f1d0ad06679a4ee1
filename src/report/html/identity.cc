#include "report/html/identity.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.h"

namespace assay::report::html {
namespace {

// Shorter words name too much else to be replaced in a program's text.
constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kShortestComponent = 4;

using Texts = std::set<std::string, std::less<>>;

void add(Texts& texts, std::string_view text, std::size_t least) {
  if (text.size() >= least) texts.insert(printable_line(text));
}

// Calls `use` with each part of `text` between characters of `separators`.
template <class Use>
void each_part(std::string_view text, std::string_view separators, Use use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::vector<std::string_view> sources_of(const SubmissionRecord& record) {
  std::vector<std::string_view> sources = {record.entry.submission.source};
  if (record.result) {
    sources.emplace_back(record.result->origin);
    sources.emplace_back(record.result->submission.source);
  }
  return sources;
}

Texts components_of(const Row& row) {
  Texts components;
  for (const SubmissionRecord& record : row.submissions)
    for (std::string_view source : sources_of(record)) {
      if (source.ends_with(".git")) source.remove_suffix(4);
      each_part(source, "/:@?#",
                [&](std::string_view part) { add(components, part, kShortestComponent); });
    }
  return components;
}

void add_author(Texts& texts, std::string_view author) {
  add(texts, author, kShortestWord);
  each_part(author, "<> ", [&](std::string_view part) { add(texts, part, kShortestWord); });
  const std::size_t mail = author.find('<');
  if (mail == std::string_view::npos) return;
  std::string_view full = author.substr(0, mail);
  while (full.ends_with(' ')) full.remove_suffix(1);
  add(texts, full, kShortestWord);
  const std::string_view address = author.substr(mail + 1);
  add(texts, address.substr(0, address.find('@')), kShortestWord);
}

Texts own_texts(const Row& row) {
  Texts texts;
  const std::string name = row.name();
  add(texts, name, 1);
  each_part(name, " .,_-", [&](std::string_view part) { add(texts, part, kShortestWord); });
  for (const SubmissionRecord& record : row.submissions) {
    for (const std::string_view source : sources_of(record)) add(texts, source, kShortestWord);
    if (record.result) add_author(texts, record.result->author);
    for (const auto& [column, value] : record.entry.extra) add(texts, value, kShortestComponent);
  }
  return texts;
}

}  // namespace

Identities::Identities(const Board& board) : alone_(board.rows.size() < 2) {
  if (alone_) return;
  for (const Row& row : board.rows)
    for (const std::string& each : components_of(row)) ++seen_[each];
}

std::vector<std::string> Identities::of(const Row& row) const {
  Texts texts = own_texts(row);
  if (!alone_)
    for (const std::string& each : components_of(row))
      if (seen_.at(each) == 1) texts.insert(each);
  std::vector<std::string> longest_first(texts.begin(), texts.end());
  std::stable_sort(longest_first.begin(), longest_first.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return longest_first;
}

}  // namespace assay::report::html
