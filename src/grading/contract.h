// When a submission does not build because the hidden tests find another API than
// the exercise asks for, the compiler complains about files that the candidate
// never sees. This turns such messages into what the candidate's package lacks:
// "the method Wait of Limiter is missing". Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace assay::grading {

/// `messages` as the compiler gave them; `candidate_files` are relative to the module, `package` is
/// the name of the graded package. Returns the messages about the candidate's own files as they
/// are, then one sentence for each thing that does not fit (check "contract", no file), each once.
/// The hidden files' own messages follow only where no sentence could be made of them; they keep
/// their file, which the candidate's view leaves out.
std::vector<Diagnostic> explain_build(const std::vector<Diagnostic>& messages,
                                      const std::vector<std::string>& candidate_files,
                                      std::string_view package);

/// The sentence for one message of the Go compiler about a use of `package`; "" if it is of no
/// known shape.
std::string explain_contract(std::string_view message, std::string_view package);

/// Gives each of `diagnostics` the text of its line, where the line is one of `files` (names
/// relative to the module, as the diagnostics have them).
void add_sources(std::vector<Diagnostic>& diagnostics, const FileSet& files);

}  // namespace assay::grading
