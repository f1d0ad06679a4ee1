// An element that holds JSON: no browser runs it, and nothing in it can end it, because every '<'
// of a text is \u003c.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/html/out.h"

namespace assay::report::html {

void begin_data(const std::string& id, Out& out);
void end_data(Out& out);

/// `json` as it may stand in the element.
std::string as_data(const nlohmann::ordered_json& json);

}  // namespace assay::report::html
