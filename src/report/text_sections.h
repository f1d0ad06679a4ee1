// The sections of the text report. Each writes its heading and lines on a page, or
// nothing where there is nothing to say. They take a result that has already been
// cut to its view.
#pragma once

#include "model/result.h"
#include "report/page.h"

namespace assay::report {

void write_races(Page& page, const GradeResult& result);
void write_crashes(Page& page, const GradeResult& result);
/// The compiler's words and what the API lacks; of another outcome, vet's findings and advice.
void write_diagnostics(Page& page, const GradeResult& result);
/// Each test with its runs; what a test wrote, where the view has kept it.
void write_tests(Page& page, const GradeResult& result);

void write_rejected(Page& page, const GradeResult& result);
void write_dropped(Page& page, const GradeResult& result);
void write_resources(Page& page, const GradeResult& result);
void write_about(Page& page, const GradeResult& result);

}  // namespace assay::report
