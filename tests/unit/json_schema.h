// As much of JSON Schema as the project's schemas use. Not a validator for the world: a
// keyword that it does not know fails the test, so that no rule goes unchecked.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace assay::schema {

/// The first rule of `schema` that `value` breaks, as "pointer: keyword"; "" if it breaks none.
/// Throws std::runtime_error on a keyword that is not known here.
std::string violation(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace assay::schema
