// The page's own style and script, put together from src/report/html when assay is built
// (scripts/cmake/EmbedReport.cmake).
#pragma once

#include <string_view>

namespace assay::report::html {

std::string_view style();
std::string_view script();

}  // namespace assay::report::html
