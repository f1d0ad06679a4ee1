// Results by the digest of everything that decides them, across runs: the same tree
// against the same exercise is graded once, whoever submitted it. An SQLite database
// in a folder of the user's own; several processes may use it at once. It is a cache:
// one that is damaged, full or locked costs time and nothing else. An error of any
// function here means "not cached"; damage that shows while it is used is mended like
// damage at opening, and a document that is not what was kept is not given out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::store {

struct CacheFacts {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;      ///< of the documents as they are kept, which is compressed
  std::int64_t oldest_use = 0;  ///< Unix time; 0 if there is none
  std::int64_t newest_use = 0;
};

class ResultCache {
 public:
  /// Opens or makes `folder`/results.db (folder 0700, file 0600). Refuses, as kInfrastructure, a
  /// folder or file of another user's or that others may write; as kUsage, a newer assay's. A
  /// damaged database is moved aside (results.db.damaged) and a new one begun.
  static Result<ResultCache> open(const std::filesystem::path& folder);

  ResultCache(ResultCache&&) noexcept;
  ResultCache& operator=(ResultCache&&) noexcept;
  ~ResultCache();

  /// The document kept under `digest` (64 lower-case hexadecimal digits), which counts as used now,
  /// to the minute. Safe from several threads, as all of these are.
  Result<std::optional<std::string>> find(std::string_view digest, std::int64_t now);
  /// At most 256 MiB; what was kept under `digest` before is replaced.
  Status keep(std::string_view digest, std::string_view document, std::int64_t now);

  [[nodiscard]] Result<CacheFacts> facts() const;
  /// Removes what was not used since `unused_since`, then the longest unused until at most
  /// `max_bytes` remain, and gives the space back. Returns how many entries went.
  Result<std::uint64_t> prune(std::int64_t unused_since, std::uint64_t max_bytes);

 private:
  struct State;
  explicit ResultCache(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace assay::store
