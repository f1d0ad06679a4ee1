#include <cstdint>

#include "support/run_samples.h"
#include "support/run_samples_code.h"

namespace assay {

std::vector<std::string> hostile_names() {
  return {"<script>alert(1)</script>",
          "</script><img src=x onerror=alert(2)>",
          "<!--<script>",
          "\"><svg onload=alert(3)>",
          "&lt;b&gt; &amp; 'quotes' \"double\"",
          "\u202Egnp.exe\u202C",
          "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
          "\u05d3\u05d5\u05d3 <b>",
          "\U0001F469\u200D\U0001F680 \U0001F1F3\U0001F1F4 emoji",
          std::string(200, 'W'),
          "=HYPERLINK(\"http://x.example\",\"y\")",
          "+1-2",
          "@SUM(1)",
          "-2+3",
          "invalid \xff\xfe bytes",
          "new\nline\tand\rreturn",
          "constructor",
          "__proto__"};
}

Run hostile_run() {
  const std::vector<std::string> names = hostile_names();
  Run run = sample_run(names.size());
  run.title = "<script>alert('title')</script> & more";
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto edit = run.submissions.edit(i);
    SubmissionRecord& record = *edit;
    const std::string text = names[i] + " </script><script>alert('x')</script> <!-- ";
    record.entry.candidate = names[i];
    record.entry.submission.source = "https://user:secret@git.example.org/" + text;
    record.entry.extra = {{text, text}};
    record.code = {{"limiter.go", sample_limiter(text)}, {text + ".go", text + "\n\xff\n"}};
    if (record.decision) record.decision->reason = record.decision->author = text;
    if (!record.result) continue;
    GradeResult& result = *record.result;
    result.author = result.origin = result.ref = result.commit = result.error = text;
    result.commit_time = i % 2 == 0 ? INT64_MIN : INT64_MAX;
    for (CriterionResult& each : result.criteria.edit())
      each.title = each.hint = each.reason = text;
    for (TestResult& test : result.tests)
      for (Attempt& each : test.attempts) each.detail = each.output = text;
    for (RaceReport& each : result.races)
      for (Stack& stack : each.stacks) stack.title = stack.frames[0].function = text;
    for (CrashReport& each : result.crashes) each.message = text;
    for (Diagnostic& each : result.diagnostics) each.message = each.check = text;
    for (Finding& each : result.dropped) each.path = each.message = text;
  }
  return run;
}

}  // namespace assay
