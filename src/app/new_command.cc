// assay new: the skeleton of an exercise.

#include <sys/stat.h>

#include "app/commands.h"
#include "app/console.h"
#include "app/skeleton.h"
#include "base/file.h"
#include "base/text.h"
#include "exercise/names.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

// Go's own words cannot be the name of a package.
bool is_go_word(std::string_view id) {
  for (const std::string_view word :
       {"break",  "case",        "chan", "const",   "continue", "default", "defer",
        "else",   "fallthrough", "for",  "func",    "go",       "goto",    "if",
        "import", "interface",   "map",  "package", "range",    "return",  "select",
        "struct", "switch",      "type", "var",     "main",     "testing"})
    if (id == word) return true;
  return false;
}

}  // namespace

Result<int> run_new(const CommonOptions& common, const NewOptions& options) {
  if (!exercise::is_slug(options.exercise) || is_go_word(options.exercise))
    return fail(
        ErrorKind::kUsage,
        "\"" + printable_line(options.exercise) + "\" cannot be the name of an exercise",
        "write it like rate-limiter: lower-case letters and digits, single hyphens between");
  const fs::path folder = options.folder / options.exercise;
  std::error_code ec;
  fs::create_directories(options.folder, ec);
  if (ec) return fail("make " + printable_line(options.folder.string()) + ": " + ec.message());
  if (::mkdir(folder.c_str(), 0777) != 0) {
    if (errno != EEXIST) return fail_errno("make " + printable_line(folder.string()));
    return fail(ErrorKind::kUsage, printable_line(folder.string()) + " is there already",
                "choose another name, or remove it");
  }
  for (const auto& [name, bytes] : skeleton_of(options.exercise)) {
    fs::create_directories((folder / name).parent_path(), ec);
    if (ec) return fail("make " + (folder / name).parent_path().string() + ": " + ec.message());
    ASSAY_CHECK(write_file_atomically(folder / name, bytes));
  }
  const std::string shown =
      folder.is_absolute() ? folder.string() : "./" + folder.lexically_normal().string();
  note(common, "an exercise in " + shown + "; check it with: assay verify " + shown);
  return kExitDone;
}

}  // namespace assay::app
