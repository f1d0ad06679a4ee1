// Any bytes as a Git tree, commit and tag. A tree's entries then go through the same
// checks as a real one's.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "source/git_objects.h"
#include "source_fuzz.h"

namespace {

using namespace assay;
using namespace assay::source;

/// The entries of one tree object; each file holds its own name.
class OneTree : public Tree {
 public:
  explicit OneTree(const std::vector<TreeEntry>& entries) : entries_(entries) {}

  Result<Listing> list(const Limits& limits) override {
    Listing listing;
    for (const TreeEntry& entry : entries_) {
      if (listing.entries.size() == limits.max_files) break;
      listing.entries.push_back({std::string(entry.name), kind_of(entry.mode), entry.id.hex()});
    }
    return listing;
  }
  Status read(const std::vector<const Entry*>& files, const Limits&, Sink& sink) override {
    for (const Entry* file : files)
      if (sink.admit(*file, file->path.size())) sink.take(*file, file->path);
    return {};
  }

 private:
  static EntryKind kind_of(std::uint32_t mode) {
    if ((mode & kModeKind) == kModeTree) return EntryKind::kFolder;
    return (mode & kModeKind) == kModeFile ? EntryKind::kFile : EntryKind::kSymlink;
  }
  const std::vector<TreeEntry>& entries_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto entries = parse_tree(bytes, 100)) {
    require(entries->size() <= 101);
    OneTree tree(*entries);
    check_assembly(tree);
  }
  if (const auto commit = parse_commit(bytes))
    require(commit->parents.size() <= bytes.size() / 48 && commit->author.size() <= bytes.size());
  if (const auto tag = parse_tag(bytes)) require(tag->type.size() <= bytes.size());
  return 0;
}
