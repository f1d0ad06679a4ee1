// What a Git tree, a folder and an archive have in common: entries that can be
// listed without reading them, and files that can be read one by one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/submission.h"
#include "source/source.h"

namespace assay::source {

enum class EntryKind { kFile, kFolder, kSymlink, kSubmodule, kSpecial };

/// One entry below the submission's root. Its path may be hostile: nothing has been checked.
struct Entry {
  std::string path;
  EntryKind kind = EntryKind::kFile;
  std::string id;  ///< what the tree itself needs to find the entry again; may be empty
};

struct Listing {
  std::vector<Entry> entries;
  std::vector<Finding> rejected;  ///< limits that were met while listing; the entries are cut short
  std::vector<Finding> dropped;   ///< folders that were left out unread
};

/// Where a tree puts the files that it was asked for. It keeps the limits on sizes.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Whether a file of `size` bytes may still be taken; a finding is noted where it may not.
  virtual bool admit(const Entry& entry, std::uint64_t size) = 0;
  virtual void take(const Entry& entry, std::string bytes) = 0;
  virtual void refuse(const Entry& entry, std::string rule, std::string message) = 0;
};

class Tree {
 public:
  virtual ~Tree() = default;
  /// Every entry, or as many as the limits allow. Does not go into folders whose names are refused.
  virtual Result<Listing> list(const Limits& limits) = 0;
  /// Reads `files`, which are entries of the last list(), into `sink`, each at most once.
  virtual Status read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) = 0;
};

enum class Choice : std::uint8_t { kNo, kOnTheWay, kWanted };

/// Decides about all entries at once, in their order: a question to another process is asked once.
using Select = std::function<Result<std::vector<Choice>>(const std::vector<Entry>&)>;

/// What Options::wanted and Options::wanted_folder say.
Select select_by(const Options& options);

}  // namespace assay::source
