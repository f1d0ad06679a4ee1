// The object database of a Git repository, read through libgit2 and nothing else
// of it: no git_repository is ever opened, so no configuration is read, no
// ownership is asked about and nothing of the repository can run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "source/git_objects.h"

struct git_odb;

namespace assay::source {

/// Starts libgit2 once a process, with the system's and the user's configuration switched off and
/// memory windows small enough for the child's limit.
Status start_libgit2();

/// Makes `home` the folder in which libgit2 looks for a user's files: .ssh/known_hosts, which it
/// has no other way to name. A folder of our own, so there is no configuration in it.
Status use_home(const std::filesystem::path& home);

/// What libgit2 says about its last failure, as one printable line.
std::string libgit2_message();

/// The id that Git gives to a file of these bytes.
ObjectId blob_id(std::string_view bytes);

enum class ObjectType { kCommit, kTree, kBlob, kTag };

/// What became of a request for an object. The bytes are there only if `state` is kOk.
struct Object {
  enum class State { kOk, kMissing, kDamaged, kWrongType, kTooLarge };
  State state = State::kMissing;
  ObjectType type = ObjectType::kBlob;
  std::uint64_t size = 0;  ///< as its header says
  std::string bytes;

  [[nodiscard]] bool ok() const { return state == State::kOk; }
  /// "is missing", "is damaged", ...: for a sentence that names the object.
  [[nodiscard]] std::string problem() const;
};

class Odb {
 public:
  /// `objects` has been vetted by GitFolder: libgit2 follows links and alternates in it.
  static Result<Odb> open(const std::filesystem::path& objects);

  /// The header is read first, and nothing is inflated if it says another type or more than
  /// `max_bytes`.
  Object read(const ObjectId& id, ObjectType type, std::uint64_t max_bytes) const;
  /// Reads whatever type it is.
  Object read_any(const ObjectId& id, std::uint64_t max_bytes) const;

  enum class Match { kOne, kNone, kSeveral };
  /// The object whose id begins with `prefix`, 4 to 40 hexadecimal digits.
  Match expand(const std::string& prefix, ObjectId& full) const;

 private:
  struct Free {
    void operator()(git_odb* odb) const;
  };
  explicit Odb(git_odb* odb) : odb_(odb) {}
  Object header(const ObjectId& id) const;
  Object body(Object object, const ObjectId& id, std::uint64_t max_bytes) const;

  std::unique_ptr<git_odb, Free> odb_;
};

}  // namespace assay::source
