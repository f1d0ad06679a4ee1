// The HTML report as text: what is escaped, what its policy allows, what each view holds, and that
// equal runs give equal bytes. How it behaves is tests/browser's business.
#include "report/html_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/digest.h"
#include "base/text.h"
#include "report/html/data.h"
#include "report/html/markup.h"
#include "report/html/policy.h"
#include "support/run_samples.h"

namespace assay::report {
namespace {

const HtmlOptions kReviewer{View::kReviewer, false, {}};
const HtmlOptions kForCandidates{View::kCandidate, false, {}};

// The texts between `open` and `close`, in order.
std::vector<std::string> between(const std::string& page, const std::string& open,
                                 const std::string& close) {
  std::vector<std::string> found;
  for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
    at += open.size();
    found.push_back(page.substr(at, page.find(close, at) - at));
  }
  return found;
}

// Instead of a matcher, which would print a page of megabytes.
bool holds(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

std::size_t count(const std::string& page, const std::string& what) {
  return between(page, what, "\n").size();
}

nlohmann::json data_of(const std::string& page, const std::string& id) {
  const auto blocks =
      between(page, "<script type=\"application/json\" id=\"" + id + "\">", "</script>");
  EXPECT_EQ(blocks.size(), 1U) << id;
  return blocks.empty() ? nlohmann::json() : nlohmann::json::parse(blocks[0]);
}

// Markup and data without the page's own style and script.
std::string without_assets(const std::string& page) {
  std::string rest = page;
  for (const char* tag : {"style", "script"}) {
    const std::string open = std::string("<") + tag + ">";
    for (std::size_t at = rest.find(open); at != std::string::npos; at = rest.find(open))
      rest.erase(at, rest.find("</", at) - at);
  }
  return rest;
}

std::string policy_source(const std::string& text) {
  std::string bytes;
  for (const std::uint8_t byte : sha256(text)) bytes += static_cast<char>(byte);
  return "'sha256-" + html::base64(bytes) + "'";
}

TEST(HtmlMarkup, EscapesWhatMarkupIsMadeOf) {
  EXPECT_EQ(html::escaped("<a href=\"x\">'&amp;'"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;");
  EXPECT_EQ(html::escaped("a\nb\x01\u202e\xff"), "a\\nb\\x01\\u{202e}\\xff");
  EXPECT_EQ(html::escaped_lines("a\n<b>"), "a\n&lt;b&gt;");
  EXPECT_EQ(html::attribute("title", "\"><x>"), " title=\"&quot;&gt;&lt;x&gt;\"");
}

TEST(HtmlPolicy, Base64IsRfc4648) {
  EXPECT_EQ(html::base64(""), "");
  EXPECT_EQ(html::base64("f"), "Zg==");
  EXPECT_EQ(html::base64("fo"), "Zm8=");
  EXPECT_EQ(html::base64("foo"), "Zm9v");
  EXPECT_EQ(html::base64("\xfb\xff\xfe!"), "+//+IQ==");
}

TEST(HtmlPolicy, AllowsExactlyTheStyleAndTheScriptsOfThePage) {
  const std::string page = run_to_html(sample_run(3), kReviewer);
  const auto policies = between(page, "Content-Security-Policy\" content=\"", "\">");
  ASSERT_EQ(policies.size(), 1U);
  const auto styles = between(page, "<style>", "</style>");
  const auto scripts = between(page, "<script>", "</script>");
  ASSERT_EQ(styles.size(), 1U);
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_GT(styles[0].size(), 5'000U);
  EXPECT_GT(scripts[1].size(), 5'000U);
  EXPECT_EQ(policies[0], "default-src 'none'; style-src " + policy_source(styles[0]) +
                             "; script-src " + policy_source(scripts[0]) + " " +
                             policy_source(scripts[1]) + "; base-uri 'none'; form-action 'none'");
  EXPECT_LT(page.find("Content-Security-Policy"), page.find("<style>"));
}

TEST(HtmlReport, NoTextOfACandidateBecomesMarkup) {
  const std::string hostile = run_to_html(hostile_run(), kReviewer);
  const std::string tame = run_to_html(sample_run(hostile_names().size()), kReviewer);
  for (const char* tag : {"<script", "</script>", "<!--"})
    EXPECT_EQ(count(hostile, tag), count(tame, tag)) << tag;
  EXPECT_FALSE(holds(without_assets(hostile), "<img"));
  EXPECT_FALSE(holds(without_assets(hostile), "<svg onload"));
  EXPECT_TRUE(is_utf8(hostile));
}

TEST(HtmlReport, HoldsEachCandidatesCodeAsItWas) {
  const assay::Run run = hostile_run();
  const std::string page = run_to_html(run, kReviewer);
  const nlohmann::json board = data_of(page, "run");
  ASSERT_EQ(board["rows"].size(), run.submissions.size());
  for (const auto& row : board["rows"]) {
    const nlohmann::json data = data_of(page, "c-" + row["k"].get<std::string>());
    const auto same = std::find_if(
        run.submissions.begin(), run.submissions.end(), [&](const SubmissionRecord& record) {
          return printable_line(record.entry.candidate) == row["n"].get<std::string>();
        });
    ASSERT_NE(same, run.submissions.end());
    const auto& code = data["submissions"][0]["code"];
    ASSERT_EQ(code.size(), (*same).code.size());
    EXPECT_EQ(code[0]["text"], printable((*same).code.begin()->second));
  }
}

TEST(HtmlReport, NamesNoAddressOutsideItself) {
  const std::string page = run_to_html(sample_run(3), kReviewer);
  EXPECT_FALSE(holds(page, " src="));
  EXPECT_FALSE(holds(page, "<link"));
  EXPECT_FALSE(holds(page, "@import"));
  EXPECT_FALSE(holds(page, " style="));
  EXPECT_FALSE(std::regex_search(page, std::regex("href=\"(?!#)")));
  EXPECT_FALSE(std::regex_search(page, std::regex(" on[a-z]+=\"")));
}

TEST(HtmlReport, KeepsCredentialsToItself) {
  EXPECT_FALSE(holds(run_to_html(hostile_run(), kReviewer), "user:secret"));
}

TEST(HtmlView, AReviewerSeesEverything) {
  const std::string page = run_to_html(sample_run(60), kReviewer);
  for (const std::string& word : reviewer_words()) EXPECT_TRUE(holds(page, word)) << word;
}

TEST(HtmlView, CandidatesSeeNothingThatIsForReviewers) {
  const assay::Run run = sample_run(60);
  HtmlOptions one = kForCandidates;
  one.candidate = run.submissions[0].entry.candidate;
  for (const HtmlOptions& options : {kForCandidates, one}) {
    const std::string page = without_assets(run_to_html(run, options));
    for (const std::string& word : reviewer_words()) EXPECT_FALSE(holds(page, word)) << word;
    EXPECT_FALSE(holds(page, "assay grade"));
    EXPECT_FALSE(holds(page, "identical"));
    EXPECT_TRUE(holds(page, "\"questions\":[]"));
  }
  // What is theirs stays: hints, reasons, frames of their own.
  const std::string page = run_to_html(run, kForCandidates);
  EXPECT_TRUE(holds(page, "Looking whether there is a token and taking it must be one step."));
  EXPECT_TRUE(holds(page, "(*Limiter).Allow"));
}

TEST(HtmlView, MessagesAreShownWhereTheExerciseShowsThem) {
  assay::Run run = sample_run(12);
  run.submissions.edit_each([&](SubmissionRecord& record) {
    if (record.result) record.result->show_messages = true;
  });
  const std::string page = run_to_html(run, kForCandidates);
  EXPECT_TRUE(holds(page, "1003 grants"));
  EXPECT_FALSE(holds(page, "TestNoTokenIsTakenTwice"));
}

TEST(HtmlView, OneCandidatesReportTellsOfNobodyElse) {
  const assay::Run run = sample_run(60);
  HtmlOptions options = kForCandidates;
  options.candidate = run.submissions[18].entry.candidate;  // who handed in what another did
  const std::string page = run_to_html(run, options);
  for (const SubmissionRecord& record : run.submissions) {
    const bool own = record.entry.candidate == *options.candidate;
    EXPECT_EQ(page.find(html::escaped(record.entry.candidate)) != std::string::npos, own);
    if (!own) {
      EXPECT_FALSE(holds(page, record.entry.submission.source));
    }
  }
  const nlohmann::json board = data_of(page, "run");
  EXPECT_EQ(board["rows"].size(), 1U);
  EXPECT_EQ(board["rows"][0]["r"], "");
  EXPECT_FALSE(holds(page, "data-band"));
  EXPECT_FALSE(holds(page, "id=\"exercises\""));
}

TEST(HtmlReport, EqualRunsGiveEqualBytes) {
  for (const HtmlOptions& options : {kReviewer, kForCandidates})
    EXPECT_TRUE(run_to_html(sample_run(40), options) == run_to_html(sample_run(40), options));
}

TEST(HtmlReport, ReproducibleLeavesOutWhatTwoRunsDifferIn) {
  const assay::Run run = sample_run(40);
  assay::Run later = run;
  later.id = "ffffffffffffffff";
  later.created_at += 7'777;
  later.submissions.edit_each([&](SubmissionRecord& record) {
    record.finished_at += 4'321;
    record.tries += 2;
    record.reused = !record.reused;
    if (!record.result) return;
    GradeResult& result = *record.result;
    result.started_at += 999;
    result.duration_ms += 17;
    result.run_usage.cpu_ms += 5;
    result.build_usage.peak_memory_bytes += 4'096;
    for (TestResult& test : result.tests)
      for (Attempt& each : test.attempts) {
        each.nanoseconds += 3'000'000;
        if (!each.output.empty()) each.output += "0xc000123456";
      }
    for (RaceReport& race : result.races)
      for (Stack& stack : race.stacks)
        stack.title = std::regex_replace(stack.title, std::regex("0x00c0001"), "0x00c0777");
  });
  HtmlOptions options = kReviewer;
  options.reproducible = true;
  EXPECT_TRUE(run_to_html(run, options) == run_to_html(later, options));
  options.reproducible = false;
  EXPECT_FALSE(run_to_html(run, options) == run_to_html(later, options));
}

TEST(HtmlCommand, IsQuotedForAShell) {
  SubmissionRecord record;
  record.exercise = "rate-limiter";
  record.entry.submission.source = "/srv/o'brien $(rm -rf ~)/\"x\"";
  record.entry.submission.subdir = "a b";
  EXPECT_EQ(html::command_for(record),
            R"sh(assay grade --subdir 'a b' rate-limiter '/srv/o'\''brien $(rm -rf ~)/"x"')sh");
  record.entry.submission = {"https://git.example.org/x.git", "main", {}, ""};
  record.result.emplace().commit = "0123abcd";
  EXPECT_EQ(html::command_for(record),
            "assay grade --ref 0123abcd rate-limiter https://git.example.org/x.git");
  record.entry.submission.source = "-x";
  EXPECT_TRUE(holds(html::command_for(record), " -- rate-limiter -x"));
}

TEST(HtmlReport, AnEmptyRunIsAPage) {
  const std::string page = run_to_html(assay::Run{}, kReviewer);
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

}  // namespace
}  // namespace assay::report
