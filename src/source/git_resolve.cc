#include "source/git_resolve.h"

#include <algorithm>
#include <ctime>
#include <optional>

#include "base/text.h"
#include "source/names.h"

namespace assay::source {
namespace {

constexpr std::uint64_t kMaxCommitBytes = 1ULL << 20;
constexpr int kMaxTagDepth = 10;
constexpr int kMaxSymrefDepth = 5;
constexpr std::size_t kMinAbbreviation = 7;

std::string utc(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  char text[64];
  if (::gmtime_r(&time, &parts) == nullptr ||
      std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts) == 0)
    return std::to_string(seconds);
  return text;
}

class Resolver {
 public:
  Resolver(const GitFolder& folder, const Odb& odb, const Limits& limits)
      : folder_(folder), odb_(odb), limits_(limits) {}

  Result<Resolved> head() const {
    std::string name = "HEAD";
    if (folder_.head().starts_with("ref: ")) name = folder_.head().substr(5);
    const auto value = value_of(name);
    if (value) return commit_at(*value, name, name);
    if (folder_.refs().empty())
      return fail(ErrorKind::kNotFound, "the repository is empty: it has no commits",
                  "commit and push something, or check the address");
    return fail(ErrorKind::kNotFound,
                "the default branch " + in_quotes(short_name(name)) + " has no commits",
                near_names(short_name(name), short_names()));
  }

  Result<Resolved> named(const std::string& ref) const {
    if (ref == "HEAD") return head();
    if (ref.size() == 40 && is_hex(ref)) {
      const auto id = ObjectId::from_hex(ref);
      if (odb_.read_any(*id, 0).state != Object::State::kMissing)
        return commit_at(ref, ref, "commit");
    }
    for (const std::string& name : full_names(ref))
      if (const auto value = value_of(name)) return commit_at(*value, ref, name);
    if (ref.size() >= kMinAbbreviation && ref.size() < 40 && is_hex(ref)) return abbreviated(ref);
    return not_found(ref);
  }

  Result<Resolved> at(std::int64_t time) const {
    ASSAY_TRY(Resolved found, head());
    for (std::uint64_t steps = 0; found.commit.time > time; ++steps) {
      if (found.commit.parents.empty())
        return fail(ErrorKind::kNotFound,
                    "no commit of " + in_quotes(short_name(found.ref)) + " is from " + utc(time) +
                        " or before; the first is from " + utc(found.commit.time));
      if (steps == limits_.max_commits)
        return fail(ErrorKind::kUsage, "more than " + std::to_string(limits_.max_commits) +
                                           " commits are newer than " + utc(time));
      const ObjectId parent = found.commit.parents.front();
      Object object = odb_.read(parent, ObjectType::kCommit, kMaxCommitBytes);
      if (object.state == Object::State::kMissing && folder_.shallow())
        return fail(ErrorKind::kNotFound,
                    "the history is cut off before " + utc(time) + ": the repository is shallow",
                    "git fetch --unshallow");
      ASSAY_TRY(found.commit, parsed(object, parent));
      found.id = parent;
    }
    return found;
  }

 private:
  // What a full name holds in the end: hexadecimal, or nothing.
  std::optional<std::string> value_of(std::string name) const {
    for (int depth = 0; depth < kMaxSymrefDepth; ++depth) {
      const auto at = folder_.refs().find(name);
      const std::string* value = name == "HEAD"               ? &folder_.head()
                                 : at != folder_.refs().end() ? &at->second
                                                              : nullptr;
      if (value == nullptr) return std::nullopt;
      if (!value->starts_with("ref: ")) return *value;
      name = value->substr(5);
    }
    return std::nullopt;
  }

  Result<Resolved> abbreviated(const std::string& ref) const {
    ObjectId id;
    switch (odb_.expand(ref, id)) {
      case Odb::Match::kOne:
        return commit_at(id.hex(), ref, "commit");
      case Odb::Match::kSeveral:
        return fail(ErrorKind::kUsage, "several objects begin with " + in_quotes(ref),
                    "give more digits of the commit");
      case Odb::Match::kNone:
        break;
    }
    return not_found(ref);
  }

  Result<Resolved> commit_at(const std::string& hex, const std::string& wanted,
                             const std::string& ref) const {
    auto id = ObjectId::from_hex(hex);
    if (!id)
      return fail(ErrorKind::kUsage,
                  "the repository uses the SHA-256 object format, which is not supported",
                  "push to a repository made with git init --object-format=sha1");
    for (int depth = 0; depth < kMaxTagDepth; ++depth) {
      Object object = odb_.read_any(*id, kMaxCommitBytes);
      if (object.ok() && object.type == ObjectType::kTag) {
        const auto tag = parse_tag(object.bytes);
        if (!tag) return damaged(*id);
        id = tag->target;
        continue;
      }
      const bool readable = object.ok() || object.state == Object::State::kTooLarge;
      if (readable && object.type != ObjectType::kCommit)
        return fail(ErrorKind::kNotFound,
                    in_quotes(wanted) + " names " +
                        (object.type == ObjectType::kTree ? "a tree" : "a file") +
                        ", not a commit");
      ASSAY_TRY(Commit commit, parsed(object, *id));
      return Resolved{*id, std::move(commit), ref};
    }
    return fail(ErrorKind::kNotFound,
                in_quotes(wanted) + " is a tag of a tag of a tag without end");
  }

  Result<Commit> parsed(const Object& object, const ObjectId& id) const {
    if (!object.ok())
      return fail(ErrorKind::kNotFound, "the commit " + id.hex() + " " + object.problem(),
                  folder_.shallow() ? "the repository is shallow: git fetch --unshallow"
                                    : "check the repository: git fsck");
    auto commit = parse_commit(object.bytes);
    if (!commit) return damaged(id);
    return *std::move(commit);
  }

  static tl::unexpected<Error> damaged(const ObjectId& id) {
    return fail(ErrorKind::kNotFound, "the object " + id.hex() + " is not what Git would write",
                "check the repository: git fsck");
  }

  std::vector<std::string> short_names() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : folder_.refs()) names.emplace_back(short_name(name));
    return names;
  }

  tl::unexpected<Error> not_found(const std::string& ref) const {
    if (folder_.refs().empty() && !ObjectId::from_hex(folder_.head()))
      return fail(ErrorKind::kNotFound, "the repository is empty: it has no commits",
                  "commit and push something, or check the address");
    std::string hint = near_names(ref, short_names());
    if (is_hex(ref) && ref.size() < kMinAbbreviation)
      hint = "a commit needs at least 7 digits; " + hint;
    return fail(ErrorKind::kNotFound, "there is no branch, tag or commit " + in_quotes(ref), hint);
  }

  const GitFolder& folder_;
  const Odb& odb_;
  const Limits& limits_;
};

}  // namespace

std::vector<std::string> full_names(std::string_view ref) {
  std::vector<std::string> names;
  if (ref.starts_with("refs/")) names.emplace_back(ref);
  for (const char* prefix :
       {"refs/", "refs/tags/", "refs/heads/", "refs/remotes/", "refs/remotes/origin/"})
    names.push_back(prefix + std::string(ref));
  return names;
}

std::string_view short_name(std::string_view full) {
  for (const std::string_view prefix : {"refs/heads/", "refs/tags/", "refs/remotes/"})
    if (full.starts_with(prefix)) return full.substr(prefix.size());
  return full;
}

std::string near_names(std::string_view wanted, const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& name : names)
    if (name.size() <= 255 && ranked.size() < 10'000)
      ranked.emplace_back(edit_distance(wanted, name), name);
  std::sort(ranked.begin(), ranked.end());
  ranked.erase(std::unique(ranked.begin(), ranked.end()), ranked.end());
  if (ranked.empty()) return "";
  const bool close = ranked.front().first <= std::max<std::size_t>(2, wanted.size() / 3);
  if (close)
    std::erase_if(ranked, [&](const auto& one) { return one.first > ranked.front().first + 1; });
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, ranked.size()); ++i)
    list += (i == 0 ? "" : ", ") + in_quotes(ranked[i].second);
  if (ranked.size() > kShown) list += ", …";
  return close ? "did you mean " + list + "?" : "there are " + list;
}

Result<Resolved> resolve(const GitFolder& folder, const Odb& odb, const SubmissionRef& wanted,
                         const Limits& limits) {
  const Resolver resolver(folder, odb, limits);
  if (wanted.ref && wanted.at)
    return fail(ErrorKind::kUsage, "a ref and a date exclude each other", "give only one of them");
  if (wanted.ref) return resolver.named(*wanted.ref);
  if (wanted.at) return resolver.at(*wanted.at);
  return resolver.head();
}

}  // namespace assay::source
