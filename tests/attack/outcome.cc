#include "attack/outcome.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace assay::attack {
namespace {

using Problems = std::vector<std::string>;

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string quote(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 1500) text = text.substr(0, 1500) + "...";
  return text;
}

bool matches(const Json& item, const Wanted& wanted, const std::string& message) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& each) {
    const auto& [member, text] = each;
    if (member == "says") return holds(item.value(message, ""), text);
    return item.value(member, "") == text;
  });
}

void check_list(const Json& result, const std::string& name, const std::vector<Wanted>& wanted,
                Problems& problems) {
  for (const Wanted& one : wanted) {
    const Json& list = result.at(name);
    if (std::none_of(list.begin(), list.end(),
                     [&](const Json& item) { return matches(item, one, "message"); }))
      problems.push_back("\"" + name + "\" lacks " + quote(Json(one)) + ": " + quote(list));
  }
}

bool is_one_of(const std::string& verdict, const std::vector<std::string>& verdicts) {
  return std::find(verdicts.begin(), verdicts.end(), verdict) != verdicts.end();
}

void check_criteria(const Json& result, const Expectation& expect, Problems& problems) {
  std::set<std::string> seen;
  for (const Json& criterion : result.at("criteria")) {
    const std::string id = criterion.at("id");
    auto wanted = expect.criteria.find(id);
    if (wanted == expect.criteria.end()) wanted = expect.criteria.find("*");
    seen.insert(id);
    if (wanted == expect.criteria.end()) continue;
    if (!is_one_of(criterion.at("verdict"), wanted->second))
      problems.push_back("criterion " + quote(criterion) + ", wanted " +
                         quote(Json(wanted->second)));
  }
  for (const auto& [id, verdicts] : expect.criteria)
    if (id != "*" && !seen.contains(id)) problems.push_back("there is no criterion " + id);
}

std::vector<std::string> all_attempts(const Json& result, const std::string& member) {
  std::vector<std::string> texts;
  for (const Json& test : result.at("tests"))
    for (const Json& attempt : test.at("attempts")) texts.push_back(attempt.at(member));
  return texts;
}

void check_attempts(const Json& result, const std::string& member,
                    const std::vector<std::string>& wanted, Problems& problems) {
  if (wanted.empty()) return;
  const auto texts = all_attempts(result, member);
  for (const std::string& text : wanted)
    if (std::none_of(texts.begin(), texts.end(),
                     [&](const std::string& each) { return holds(each, text); }))
      problems.push_back("no attempt's " + member + " holds " + quote(text) + ": " +
                         quote(Json(texts)));
}

const Json* find_test(const Json& result, const std::string& name) {
  for (const Json& test : result.at("tests"))
    if (test.at("test") == name) return &test;
  return nullptr;
}

void check_strikes(const Json& result, const std::vector<Strike>& strikes, Problems& problems) {
  for (const Strike& strike : strikes) {
    const Json* test = find_test(result, strike.test);
    if (test == nullptr) {
      problems.push_back("there is no test " + strike.test);
      continue;
    }
    if (!is_one_of(test->at("verdict"), strike.verdicts))
      problems.push_back(strike.test + " (" + strike.tries + ") was " +
                         test->at("verdict").get<std::string>() + ", wanted " +
                         quote(Json(strike.verdicts)) + ": " + quote(test->at("attempts")));
    else if (!strike.detail.empty() && !holds(quote(test->at("attempts")), strike.detail))
      problems.push_back(strike.test + " does not say " + quote(strike.detail) + ": " +
                         quote(test->at("attempts")));
  }
}

void check_score(const Json& result, const Expectation& expect, Problems& problems) {
  if (expect.outcome != "graded") {
    if (!result.at("score").is_null()) problems.push_back("there is a score");
    return;
  }
  if (!result.at("score").is_number()) return;
  const auto score = result.at("score").get<std::uint32_t>();
  if (score < expect.least || score > expect.most)
    problems.push_back("the score is " + std::to_string(score) + ", wanted " +
                       std::to_string(expect.least) + " to " + std::to_string(expect.most) + ": " +
                       quote(result.at("criteria")));
}

void check_result(const Graded& graded, const Expectation& expect,
                  const std::vector<Strike>& strikes, Problems& problems) {
  const Json& result = graded.result;
  if (result.at("outcome") != expect.outcome)
    problems.push_back("the outcome is " + quote(result.at("outcome")) + ", wanted " +
                       expect.outcome + ": " + quote(result.at("rejected")) +
                       quote(result.at("diagnostics")) + quote(result.at("error")));
  if (!holds(result.value("error", ""), expect.error))
    problems.push_back("the error is " + quote(result.at("error")));
  check_score(result, expect, problems);
  check_criteria(result, expect, problems);
  check_list(result, "rejected", expect.rejected, problems);
  check_list(result, "dropped", expect.dropped, problems);
  check_list(result, "diagnostics", expect.diagnostics, problems);
  check_attempts(result, "detail", expect.details, problems);
  check_attempts(result, "output", expect.outputs, problems);
  check_strikes(result, strikes, problems);
  for (const std::string& text : expect.shows)
    if (!holds(graded.candidate.at(0), text))
      problems.push_back("the candidate's report does not show " + quote(text) + ": " +
                         quote(graded.candidate.at(0)));
}

// The end of the first thing in `text` that a program would obey, or 0.
std::size_t obeyed(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) return i + 1;
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)
      return i + 1;
    for (const std::string_view mark :
         {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069",
          "\u200B", "\u200E", "\u200F", "\uFEFF"})
      if (text.compare(i, mark.size(), mark) == 0) return i + 1;
  }
  return 0;
}

// GitHub and its like obey "::error::" at the start of a line, however far it is indented.
bool commands_a_ci(const std::string& text) {
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) continue;
    const std::string_view start = line.substr(first);
    if (start.starts_with("::") || start.starts_with("##[") || start.starts_with("##vso["))
      return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> differences(const Graded& graded, const Expectation& expect,
                                     const std::vector<Strike>& strikes) {
  Problems problems;
  if (graded.ran.exit_code != expect.exit_code)
    problems.push_back("assay ended with " + std::to_string(graded.ran.exit_code) + ", wanted " +
                       std::to_string(expect.exit_code) + ": " + graded.ran.err);
  if (expect.outcome == "error") {
    if (!graded.result.is_null()) problems.push_back("there is a result: " + quote(graded.result));
    if (!holds(graded.ran.err, expect.error))
      problems.push_back("the program did not say " + quote(expect.error) + ": " + graded.ran.err);
  } else if (graded.result.is_null()) {
    problems.push_back("assay wrote no result: " + graded.ran.err);
  } else {
    check_result(graded, expect, strikes, problems);
  }
  for (const std::string& text : expect.hides)
    for (const std::string& seen : graded.candidate)
      if (holds(seen, text)) {
        problems.push_back("the candidate can read " + quote(text) + " in " + quote(seen));
        break;
      }
  return problems;
}

std::vector<std::string> dangers(const Graded& graded) {
  Problems problems;
  std::vector<std::string> seen = graded.candidate;
  seen.insert(seen.end(), {graded.text, graded.ran.err});
  for (const std::string& text : seen) {
    if (!is_utf8(text)) problems.push_back("a report is no UTF-8");
    if (const std::size_t at = obeyed(text); at != 0)
      problems.push_back("a report holds a character that is obeyed, after " +
                         quote(text.substr(at > 60 ? at - 60 : 0, 60)));
  }
  for (const std::string& text : {graded.text, graded.ran.err})
    if (commands_a_ci(text)) problems.push_back("a report commands a CI: " + quote(text));
  return problems;
}

}  // namespace assay::attack
