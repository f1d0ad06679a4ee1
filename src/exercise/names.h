// What the names in a manifest look like. The patterns of exercises/exercise.schema.json
// say the same; a test compares the two.
#pragma once

#include <string_view>

namespace assay::exercise {

/// "rate-limiter": at most 64 lower-case letters and digits, single hyphens between them.
bool is_slug(std::string_view text);

/// Letters, digits and '_', not beginning with a digit; ASCII only.
bool is_identifier(std::string_view text);

/// "TestBurstIsCapped"; TestMain is assay's own.
bool is_test_name(std::string_view text);

/// "net/http", "math/rand/v2": what a package of the standard library may be called.
bool is_standard_import(std::string_view path);

/// Whether no submission may import the package, because no verdict could be trusted after it:
/// other languages, raw memory, the testing package, other processes, the stacks of the tests.
bool is_never_importable(std::string_view path);

/// "net/http.Get": an exported package-level name behind its import path.
bool is_qualified_name(std::string_view text);

/// The import path of a qualified name.
std::string_view package_of(std::string_view qualified_name);

/// "copylocks": what may follow a hyphen on go vet's command line without being another option.
bool is_analyzer_name(std::string_view text);

/// "ledger", "internal/ledger", ".": a folder of a module in which Go looks for a package.
bool is_package_folder(std::string_view text);

/// "*.go", "limiter.go": a shell pattern for Go files that are no tests, without a folder.
bool is_submission_glob(std::string_view text);

/// "1.25" and up.
bool is_go_version(std::string_view text);

}  // namespace assay::exercise
