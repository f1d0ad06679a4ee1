// An assessment: a named set of exercises that is graded as one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

struct AssessmentPart {
  std::string exercise;
  std::uint32_t weight = 1;  ///< 1 to 100; what its score counts, beside the others'
};

struct Assessment {
  std::string id;
  std::string title;
  std::uint32_t minutes = 0;  ///< the time that candidates have for all of it
  std::vector<AssessmentPart> parts;
};

}  // namespace assay
