#include "app/verdict_memory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxEntryBytes = 4096;
constexpr std::size_t kMaxGotBytes = 2048;
constexpr auto kLifetime = std::chrono::hours(24 * 30);

bool is_key(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Nobody else may have written to it: a verdict that someone else can write is none.
bool is_ours(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool is_our_folder(const fs::path& folder) {
  struct stat status {};
  return ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && is_ours(status);
}

// Half a file, or one with a bit that has turned, does not agree with its own digest.
std::string seal(std::string_view key, const RememberedVerdict& verdict) {
  return to_hex(Hasher()
                    .add_field("assay remembered verdict 1")
                    .add_field(key)
                    .add_field(verdict.got)
                    .add_field(std::to_string(verdict.duration_ms))
                    .finish());
}

std::optional<std::string> read_entry(const fs::path& file) {
  const Fd fd(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) || !is_ours(status))
    return std::nullopt;
  std::string bytes(kMaxEntryBytes + 1, '\0');
  const ssize_t size = ::read(fd.get(), bytes.data(), bytes.size());
  if (size < 0 || static_cast<std::size_t>(size) > kMaxEntryBytes) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size));
  ::futimens(fd.get(), nullptr);  // it was of use today
  return bytes;
}

}  // namespace

VerdictMemory::VerdictMemory(fs::path folder) : folder_(std::move(folder)) {
  forget_the_old();
}

std::optional<RememberedVerdict> VerdictMemory::find(std::string_view key) const {
  if (!is_key(key) || !is_our_folder(folder_)) return std::nullopt;
  const auto bytes = read_entry(folder_ / key);
  if (!bytes) return std::nullopt;
  JsonDocument document("a remembered verdict", *bytes, kMaxEntryBytes);
  JsonObject entry = document.object();
  entry.integer("schema_version", 1, 1);
  RememberedVerdict verdict;
  verdict.got = entry.text("got");
  verdict.duration_ms = static_cast<std::int64_t>(entry.integer("duration_ms", 0, 86'400'000));
  const std::string sealed = entry.text("seal");
  entry.finish();
  if (!document.status() || sealed != seal(key, verdict)) return std::nullopt;
  return verdict;
}

Status VerdictMemory::keep(std::string_view key, const RememberedVerdict& given) const {
  if (!is_key(key)) return fail("remember a verdict: its key is no digest");
  RememberedVerdict verdict = given;
  verdict.got = printable_line(verdict.got);
  verdict.duration_ms = std::clamp<std::int64_t>(verdict.duration_ms, 0, 86'400'000);
  if (verdict.got.size() > kMaxGotBytes) return {};  // no verdict that passed says so much
  std::error_code ec;
  fs::create_directories(folder_.parent_path(), ec);
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
    return fail_errno("make " + folder_.string());
  if (!is_our_folder(folder_))
    return fail(folder_.string() + " is no folder that only we can write to", "remove it");
  const nlohmann::ordered_json entry = {{"schema_version", 1},
                                        {"got", verdict.got},
                                        {"duration_ms", verdict.duration_ms},
                                        {"seal", seal(key, verdict)}};
  return write_file_atomically(folder_ / key, entry.dump() + "\n", 0600);
}

void VerdictMemory::forget_the_old() const {
  if (!is_our_folder(folder_)) return;
  std::error_code ec;
  const auto oldest = fs::file_time_type::clock::now() - kLifetime;
  for (fs::directory_iterator it(folder_, ec); !ec && it != fs::directory_iterator();
       it.increment(ec)) {
    std::error_code ignored;
    const auto changed = fs::last_write_time(it->path(), ignored);
    if (!ignored && changed < oldest) fs::remove(it->path(), ignored);
  }
}

}  // namespace assay::app
