#include "report/run_junit.h"

#include <algorithm>

#include "report/junit.h"
#include "report/run_facts.h"

namespace assay::report {

std::vector<std::string> run_to_junit(const Run& run, const RunJunitOptions& options) {
  std::vector<std::string> documents;
  std::vector<SubmissionRecord> records;  // of the document that is being filled
  std::size_t bytes = 0;
  std::size_t cases = 0;
  const auto finish = [&] {
    std::vector<NamedResult> named;
    named.reserve(records.size());
    for (const SubmissionRecord& record : records)
      named.push_back({record.entry.candidate, &*record.result});
    documents.push_back(to_junit(named, options.view));
    records.clear();
    bytes = cases = 0;
  };
  for (const SubmissionRecord& whole : run.submissions) {
    if (!whole.result) continue;
    SubmissionRecord record = shown(whole, options.view);
    // A document's own head and foot count once for each suite: never too little.
    const std::size_t size =
        to_junit({{record.entry.candidate, &*record.result}}, options.view).size();
    const std::size_t count = std::max<std::size_t>(record.result->criteria.size(), 1);
    if (!records.empty() &&
        (bytes + size > options.most_bytes || cases + count > options.most_cases))
      finish();
    bytes += size;
    cases += count;
    records.push_back(std::move(record));
  }
  if (!records.empty() || documents.empty()) finish();
  return documents;
}

}  // namespace assay::report
