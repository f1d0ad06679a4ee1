// make_report FOLDER: writes the HTML reports that the browser test opens.
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "report/html_report.h"
#include "support/run_samples.h"

namespace {

using assay::report::HtmlOptions;
using assay::report::View;

bool write(const std::filesystem::path& folder, const std::string& name, const assay::Run& run,
           const HtmlOptions& options) {
  const auto written =
      assay::write_file_atomically(folder / name, assay::report::run_to_html(run, options), 0644);
  if (!written) std::fprintf(stderr, "make_report: %s\n", written.error().message.c_str());
  return written.has_value();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_report FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const HtmlOptions reviewer{View::kReviewer, false, {}};
  const assay::Run forty = assay::sample_run(40);
  HtmlOptions alone{View::kCandidate, false, forty.submissions[1].entry.candidate};
  const bool done = write(folder, "three.html", assay::sample_run(3), reviewer) &&
                    write(folder, "forty.html", forty, reviewer) &&
                    write(folder, "thousand.html", assay::sample_run(1'000), reviewer) &&
                    write(folder, "assessment.html", assay::sample_assessment(25), reviewer) &&
                    write(folder, "hostile.html", assay::hostile_run(), reviewer) &&
                    write(folder, "empty.html", assay::sample_run(0), reviewer) &&
                    write(folder, "candidates.html", forty, {View::kCandidate, false, {}}) &&
                    write(folder, "alone.html", forty, alone) &&
                    write(folder, "reproducible.html", forty, {View::kReviewer, true, {}});
  return done ? 0 : 1;
}
