#include "source/git_odb.h"

#include <git2.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "source/source.h"

namespace assay::source {
namespace {

git_oid to_git(const ObjectId& id) {
  git_oid oid{};
  std::copy(id.bytes.begin(), id.bytes.end(), std::begin(oid.id));
  return oid;
}

std::optional<ObjectType> from_git(git_object_t type) {
  switch (type) {
    case GIT_OBJECT_COMMIT:
      return ObjectType::kCommit;
    case GIT_OBJECT_TREE:
      return ObjectType::kTree;
    case GIT_OBJECT_BLOB:
      return ObjectType::kBlob;
    case GIT_OBJECT_TAG:
      return ObjectType::kTag;
    default:
      return std::nullopt;
  }
}

Status configure() {
  // Levels that libgit2 would otherwise look up in the user's home and in /etc.
  for (const int level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
                          GIT_CONFIG_LEVEL_PROGRAMDATA}) {
    if (git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "") != 0)
      return fail("switch Git's own configuration off: " + libgit2_message());
  }
  // A repository is opened only to fetch into it, in a folder that we have just made. Whose folder
  // it is says nothing: what makes a foreign repository dangerous is its configuration, and none
  // is honoured.
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, std::size_t{32} << 20);
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, std::size_t{256} << 20);
  git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, ssize_t{32} << 20);
  return {};
}

}  // namespace

std::string libgit2_message() {
  const git_error* error = git_error_last();
  if (error == nullptr || error->message == nullptr) return "no reason was given";
  return printable_line(error->message);
}

Status start_libgit2() {
  static const Status kStarted = []() -> Status {
    if (git_libgit2_init() < 0) return fail("start libgit2: " + libgit2_message());
    return configure();
  }();
  return kStarted;
}

Status use_home(const std::filesystem::path& home) {
  ASSAY_CHECK(start_libgit2());
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 7
  const int error = git_libgit2_opts(GIT_OPT_SET_HOMEDIR, home.c_str());
#else
  const int error =
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, home.c_str());
#endif
  return error == 0 ? Status() : fail("set a home folder for libgit2: " + libgit2_message());
}

ObjectId blob_id(std::string_view bytes) {
  git_oid oid{};
  git_odb_hash(&oid, bytes.data(), bytes.size(), GIT_OBJECT_BLOB);
  ObjectId id;
  std::copy(std::begin(oid.id), std::end(oid.id), id.bytes.begin());
  return id;
}

std::string Object::problem() const {
  switch (state) {
    case State::kOk:
      return "is there";
    case State::kMissing:
      return "is missing";
    case State::kDamaged:
      return "is damaged";
    case State::kWrongType:
      return "is of another type";
    case State::kTooLarge:
      return "is too large (" + std::to_string(size) + " bytes)";
  }
  return "cannot be read";
}

void Odb::Free::operator()(git_odb* odb) const {
  git_odb_free(odb);
}

Result<Odb> Odb::open(const std::filesystem::path& objects) {
  ASSAY_CHECK(start_libgit2());
  git_odb* odb = nullptr;
  if (git_odb_open(&odb, objects.c_str()) != 0)
    return fail("open the object database " + objects.string() + ": " + libgit2_message());
  return Odb(odb);
}

Object Odb::header(const ObjectId& id) const {
  Object object;
  const git_oid oid = to_git(id);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int error = git_odb_read_header(&size, &type, odb_.get(), &oid);
  if (error == GIT_ENOTFOUND) return object;
  const auto known = from_git(type);
  object.state = error != 0 || !known ? Object::State::kDamaged : Object::State::kOk;
  object.type = known.value_or(ObjectType::kBlob);
  object.size = size;
  return object;
}

Object Odb::body(Object object, const ObjectId& id, std::uint64_t max_bytes) const {
  if (!object.ok()) return object;
  if (object.size > max_bytes) {
    object.state = Object::State::kTooLarge;
    return object;
  }
  const git_oid oid = to_git(id);
  git_odb_object* raw = nullptr;
  if (git_odb_read(&raw, odb_.get(), &oid) != 0) {
    object.state = Object::State::kDamaged;
    return object;
  }
  // The header may lie: what counts is what came out.
  const std::unique_ptr<git_odb_object, decltype(&git_odb_object_free)> owner(raw,
                                                                              git_odb_object_free);
  if (git_odb_object_size(raw) != object.size || from_git(git_odb_object_type(raw)) != object.type)
    object.state = Object::State::kDamaged;
  else
    object.bytes.assign(static_cast<const char*>(git_odb_object_data(raw)), object.size);
  return object;
}

Object Odb::read(const ObjectId& id, ObjectType type, std::uint64_t max_bytes) const {
  Object object = header(id);
  if (object.ok() && object.type != type) object.state = Object::State::kWrongType;
  return body(std::move(object), id, max_bytes);
}

Object Odb::read_any(const ObjectId& id, std::uint64_t max_bytes) const {
  return body(header(id), id, max_bytes);
}

Odb::Match Odb::expand(const std::string& prefix, ObjectId& full) const {
  git_oid start;
  if (git_oid_fromstrn(&start, prefix.data(), prefix.size()) != 0) return Match::kNone;
  git_oid found;
  const int error = git_odb_exists_prefix(&found, odb_.get(), &start, prefix.size());
  if (error == GIT_EAMBIGUOUS) return Match::kSeveral;
  if (error != 0) return Match::kNone;
  std::copy(std::begin(found.id), std::end(found.id), full.bytes.begin());
  return Match::kOne;
}

std::string libgit2_version() {
  int major = 0;
  int minor = 0;
  int revision = 0;
  git_libgit2_version(&major, &minor, &revision);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(revision);
}

}  // namespace assay::source
