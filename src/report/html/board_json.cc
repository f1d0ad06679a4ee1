#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/html/data.h"
#include "report/html/data_block.h"
#include "report/html/identity.h"
#include "report/html/marks.h"
#include "report/html/statistics.h"

namespace assay::report::html {
namespace {

using Json = nlohmann::ordered_json;

Json criterion_json(const CriterionCard& card) {
  Json questions = Json::array();
  for (const std::string& question : card.questions) questions.push_back(printable(question));
  return {{"id", printable_line(card.id)},
          {"title", printable_line(card.title.empty() ? card.id : card.title)},
          {"points", card.points},
          {"questions", std::move(questions)}};
}

Json exercise_json(const ExerciseCard& card) {
  Json criteria = Json::array();
  for (const CriterionCard& each : card.criteria) criteria.push_back(criterion_json(each));
  return {{"id", printable_line(card.id)},
          {"title", printable_line(card.title.empty() ? card.id : card.title)},
          {"digest", printable_line(card.digest)},
          {"weight", card.weight},
          {"max", card.max_score},
          {"criteria", std::move(criteria)}};
}

std::string letters_of(const Row& row) {
  std::string letters;
  for (const CriterionResult* cell : row.cells)
    letters += cell == nullptr ? '.' : mark_of(cell->verdict).letter;
  return letters;
}

// What search looks at beside the name: where the work lies, and the roster's other columns.
std::string searched(const Row& row) {
  std::string text;
  for (const SubmissionRecord& record : row.submissions) {
    text += ' ' + record.entry.submission.source;
    if (record.result) text += ' ' + record.result->commit.substr(0, 12);
    for (const auto& [column, value] : record.entry.extra) text += ' ' + value;
  }
  return printable_line(text);
}

Json row_json(const Row& row, const std::vector<std::string>& identity) {
  Json states = Json::array();
  for (const SubmissionRecord& record : row.submissions) {
    const std::string_view state = state_of(record);
    if (std::find(states.begin(), states.end(), state) == states.end()) states.push_back(state);
  }
  return {{"k", row.key()},
          {"n", row.name()},
          {"a", row.alias},
          {"r", row.rank()},
          {"t", row.total ? Json(*row.total) : Json(nullptr)},
          {"b", band_of(row.total)},
          {"o", std::move(states)},
          {"v", letters_of(row)},
          {"f", row.flags()},
          {"q", searched(row)},
          {"ids", identity}};
}

}  // namespace

void board_data(const Board& board, Out& out) {
  Json exercises = Json::array();
  for (const ExerciseCard& card : board.run->exercises) exercises.push_back(exercise_json(card));
  begin_data("run", out);
  out << R"({"view":)" << as_data(name(board.view)) << R"(,"run":)"
      << as_data(printable_line(board.run->id)) << R"(,"title":)"
      << as_data(printable_line(board.run->title)) << R"(,"alone":)" << as_data(board.alone)
      << R"(,"exercises":)" << as_data(exercises) << R"(,"rows":[)";
  const Identities identities(board);
  for (const Row& row : board.rows)
    out << (&row == &board.rows.front() ? "" : ",") << as_data(row_json(row, identities.of(row)));
  out << "]}";
  end_data(out);
}

}  // namespace assay::report::html
