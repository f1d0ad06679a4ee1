// Hostile repositories, folders and archives, made as attack.json describes them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "attack/attack.h"
#include "support/git_fixture.h"

namespace assay::attack {

/// How texts of a recipe become what they stand for.
struct Recipe {
  std::function<std::string(std::string)> fill;
};

/// Carries the steps out in the repository and gives what is to be graded: its folder, or what the
/// last step `hand_in` names. Throws std::runtime_error for a step that it does not know.
std::string carry_out(const Recipe& recipe, const Json& steps, const test::GitFixture& git);

/// Entries ["file", NAME, BYTES], ["symlink", NAME, TARGET], ["pipe", NAME], ["folder", NAME],
/// and, in archives, ["hardlink", NAME, TARGET].
void place(const Recipe& recipe, const Json& entries, const std::filesystem::path& folder);

/// An archive of what lies in `folder`, and then of the entries.
void pack(const Recipe& recipe, const Source& source, const std::filesystem::path& folder,
          const std::filesystem::path& archive);

}  // namespace assay::attack
