// Runs as a batch leaves them, made without grading anything: for tests of reports about many
// submissions. Deterministic: the same arguments give the same run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/run.h"

namespace assay {

/// `candidates` submissions to one exercise, with every outcome, late ones, decisions, identical
/// ones, ties, races, crashes, findings and code.
Run sample_run(std::size_t candidates);

/// The same people, each with a submission to each of three exercises, as an assessment.
Run sample_assessment(std::size_t candidates);

/// Names that try something: markup, scripts, right-to-left overrides, emoji, 200 bytes, formulas,
/// quotes, invalid UTF-8. All texts of their submissions try the same.
Run hostile_run();
std::vector<std::string> hostile_names();

/// The words that only a reviewer may read, in every result of sample_run(): names of hidden tests,
/// their messages, questions, reasons of decisions, extra columns.
std::vector<std::string> reviewer_words();

}  // namespace assay
