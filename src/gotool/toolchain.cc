#include "gotool/toolchain.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/file.h"
#include "base/text.h"

namespace assay::gotool {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHint =
    "run scripts/install-go, or install Go 1.25 or newer from https://go.dev/dl/ and name it with "
    "ASSAY_GO";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// "go1.26.8" -> 26; 0 for what is no release of Go 1.
unsigned minor_of(std::string_view version) {
  unsigned minor = 0;
  if (!version.starts_with("go1.")) return 0;
  const char* const end = version.data() + version.size();
  if (std::from_chars(version.data() + 4, end, minor).ec != std::errc{}) return 0;
  return minor;
}

void add_versioned(const fs::path& folder, std::string_view prefix, std::vector<fs::path>& places) {
  std::error_code ec;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, ec))
    if (entry.path().filename().string().starts_with(prefix)) found.push_back(entry.path());
  std::sort(found.rbegin(), found.rend());
  places.insert(places.end(), found.begin(), found.end());
}

// Candidates for GOROOT, the likeliest first.
std::vector<fs::path> usual_places() {
  std::vector<fs::path> places;
  const std::string path = environment("PATH");
  for (const std::string_view folder : split(path, ':')) {
    std::error_code ec;
    const fs::path go = fs::canonical(fs::path(folder) / "go", ec);
    if (!folder.empty() && !ec) places.push_back(go.parent_path().parent_path());
  }
  places.emplace_back("/usr/local/go");
  places.emplace_back("/usr/local/lib/assay/go");
  add_versioned("/usr/lib", "go-1.", places);
  if (const std::string home = environment("HOME"); !home.empty()) {
    places.push_back(fs::path(home) / ".local/lib/assay/go");
    places.push_back(fs::path(home) / "go-sdk");
    add_versioned(fs::path(home) / "sdk", "go1.", places);
    std::string modules = environment("GOMODCACHE");
    if (modules.empty()) modules = (fs::path(home) / "go/pkg/mod").string();
    add_versioned(fs::path(modules) / "golang.org", "toolchain@", places);
  }
  return places;
}

Result<Toolchain> named_toolchain(const std::string& name) {
  std::error_code ec;
  const fs::path path = fs::canonical(name, ec);
  if (ec) return fail("ASSAY_GO names " + printable_line(name) + ": " + ec.message(), kHint);
  ASSAY_TRY(Toolchain named,
            read_toolchain(fs::is_directory(path) ? path : path.parent_path().parent_path()));
  if (named.minor < kLeastGoMinor)
    return fail("ASSAY_GO names " + named.version + ", which is too old", kHint);
  return named;
}

}  // namespace

Result<Toolchain> read_toolchain(const fs::path& go_root) {
  std::error_code ec;
  const fs::path root = fs::canonical(go_root, ec);
  if (ec) return fail("look for Go in " + go_root.string() + ": " + ec.message(), kHint);
  ASSAY_TRY(const std::string text, read_file(root / "VERSION", 4096));
  Toolchain toolchain{root, std::string(split(text, '\n').front()), 0};
  toolchain.minor = minor_of(toolchain.version);
  for (const char* needed : {"bin/go", "src/runtime/race.go"})
    if (!fs::exists(root / needed, ec))
      return fail(root.string() + " is no complete Go: it lacks " + needed, kHint);
  return toolchain;
}

Result<Toolchain> find_toolchain() {
  if (const std::string named = environment("ASSAY_GO"); !named.empty())
    return named_toolchain(named);
  std::string too_old;
  for (const fs::path& place : usual_places()) {
    const auto found = read_toolchain(place);
    if (!found) continue;
    if (found->minor >= kLeastGoMinor) return *found;
    too_old += (too_old.empty() ? "" : ", ") + found->version + " in " + place.string();
  }
  return fail(too_old.empty() ? "there is no Go on this machine"
                              : "there is no Go new enough on this machine: only " + too_old,
              kHint);
}

}  // namespace assay::gotool
