#include "roster/problems.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace assay::roster {
namespace {

constexpr std::size_t kMostListed = 10;
constexpr std::size_t kMostHints = 3;
constexpr std::size_t kMostRemarks = 200;

}  // namespace

void Problems::refuse(std::string_view where, std::string_view what, std::string_view hint) {
  if (++count_ > kMostListed) return;
  first_.push_back(printable_line(std::string(where) + ": " + std::string(what)));
  std::string remedy = printable_line(hint);
  if (!remedy.empty() && hints_.size() < kMostHints &&
      std::find(hints_.begin(), hints_.end(), remedy) == hints_.end())
    hints_.push_back(std::move(remedy));
}

void Problems::remark(std::string_view where, std::string_view message) {
  if (remarks_.size() < kMostRemarks)
    remarks_.push_back({printable_line(where), printable_line(message)});
  else
    ++more_remarks_;
}

Status Problems::status(std::string_view name) const {
  if (count_ == 0) return {};
  std::string hint;
  for (const std::string& one : hints_) hint += (hint.empty() ? "" : "; ") + one;
  if (count_ == 1) return fail(ErrorKind::kUsage, first_[0], hint);
  std::string message =
      printable_line(name) + " cannot be used, for " + std::to_string(count_) + " reasons:";
  for (const std::string& one : first_) message += "\n  " + one;
  if (count_ > first_.size())
    message += "\n  and " + std::to_string(count_ - first_.size()) + " more";
  return fail(ErrorKind::kUsage, message, hint);
}

std::vector<Remark> Problems::take_remarks(std::string_view name) {
  if (more_remarks_ != 0)
    remarks_.push_back(
        {printable_line(name), "and " + std::to_string(more_remarks_) + " more such remarks"});
  return std::move(remarks_);
}

}  // namespace assay::roster
