// What a column of a roster, or a member of its JSON, means: by the names that teams and
// the tools they export from give it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::roster {

enum class Role {
  kCandidate,  ///< a name for people
  kFirstName,
  kLastName,
  kLogin,  ///< names the candidate where nothing better does: a user name, an address
  kRepository,
  kRef,
  kCommit,  ///< only a lock file's: what `ref` or `at` was found to be
  kAt,
  kSubdir,
  kExercise,
  kDeadline,
  kExtension,
  kUnnamed,  ///< a column without a heading
  kOther,    ///< carried along
};

struct Meaning {
  Role role = Role::kOther;
  std::size_t rank = 0;  ///< among the names for one role; the lowest that says something counts
};

/// Case, blanks and punctuation do not matter: "GitHub Username" is "github_username".
Meaning meaning_of(std::string_view name);

/// What is left of a name without them; equal for two names that say the same.
std::string plain_name(std::string_view name);

}  // namespace assay::roster
