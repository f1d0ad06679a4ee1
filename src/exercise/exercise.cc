#include "exercise/exercise.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <regex>
#include <set>

#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "exercise/manifest.h"

namespace assay::exercise {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxTreeBytes = 16ULL << 20;

Status add_entry(const fs::directory_entry& entry, const fs::path& root, std::uint64_t& total,
                 FileSet& files) {
  const std::string shown = printable_line(entry.path().string());
  if (entry.is_symlink())
    return fail(ErrorKind::kUsage, shown + " is a symlink", "put the file itself there");
  if (entry.is_directory()) return {};
  if (!entry.is_regular_file())
    return fail(ErrorKind::kUsage, shown + " is no regular file", "remove it");
  ASSAY_TRY(std::string bytes, read_file(entry.path(), kMaxTreeBytes));
  total += bytes.size();
  if (total > kMaxTreeBytes)
    return fail(ErrorKind::kUsage, printable_line(root.string()) + " holds more than 16 MiB");
  files.emplace(entry.path().lexically_relative(root).generic_string(), std::move(bytes));
  return {};
}

// The top-level tests that a file of hidden tests declares.
void collect_tests(const std::string& source, std::set<std::string>& tests) {
  static const std::regex kDeclaration(R"((?:^|\n)func\s+(Test[A-Z0-9_]\w*)\s*\()");
  for (std::sregex_iterator it(source.begin(), source.end(), kDeclaration), end; it != end; ++it)
    tests.insert((*it)[1]);
}

// A test that nobody scores, or a score that no test earns, is a mistake of the author's.
Status check_tests(const Exercise& exercise, const std::string& manifest) {
  std::set<std::string> declared;
  for (const auto& [name, source] : exercise.hidden)
    if (name.ends_with("_test.go")) collect_tests(source, declared);
  for (const Criterion& criterion : exercise.criteria)
    for (const std::string& test : criterion.evidence.tests)
      if (declared.erase(test) == 0)
        return fail(ErrorKind::kUsage,
                    manifest + ": the criterion \"" + criterion.id + "\" names " + test +
                        ", which no file of hidden/ declares",
                    "add the test, or correct the name");
  if (!declared.empty())
    return fail(ErrorKind::kUsage,
                manifest + ": no criterion names " + *declared.begin() + " of hidden/",
                "give it to a criterion");
  return {};
}

Result<std::string> module_path(const Exercise& exercise) {
  const auto go_mod = exercise.starter.find("go.mod");
  const std::string where = printable_line((exercise.folder / "starter/go.mod").string());
  if (go_mod == exercise.starter.end())
    return fail(ErrorKind::kUsage, where + " is missing", "add it: the exercise's go.mod is used");
  for (const std::string_view line : split(go_mod->second, '\n'))
    if (line.starts_with("module ")) return std::string(line.substr(7));
  return fail(ErrorKind::kUsage, where + " has no module line", "add \"module <name>\"");
}

// The graded package's name: hidden tests belong to the package <name>_test.
Result<std::string> package_name(const Exercise& exercise) {
  static const std::regex kClause(R"((?:^|\n)package\s+(\w+)_test\b)");
  for (const auto& [name, source] : exercise.hidden) {
    std::smatch match;
    if (name.ends_with("_test.go") && std::regex_search(source, match, kClause)) return match.str(1);
  }
  return fail(ErrorKind::kUsage,
              printable_line((exercise.folder / "hidden").string()) +
                  " holds no test of an external package",
              "hidden tests belong to the package <name>_test");
}

std::string digest(const Exercise& exercise, const std::string& manifest) {
  Hasher hasher;
  hasher.add_field("assay exercise 1").add_field(manifest);
  for (const auto* files : {&exercise.starter, &exercise.hidden}) {
    hasher.add_field(std::to_string(files->size()));
    for (const auto& [name, bytes] : *files) hasher.add_field(name).add_field(bytes);
  }
  return to_hex(hasher.finish());
}

Result<std::vector<fs::path>> subfolders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(folder, ec))
    if (entry.is_directory() && !entry.is_symlink()) found.push_back(entry.path());
  if (ec && ec != std::errc::no_such_file_or_directory)
    return fail("list " + folder.string() + ": " + ec.message());
  std::sort(found.begin(), found.end());
  return found;
}

Result<KnownSolution> read_mutant(const Exercise& exercise, const fs::path& folder,
                                  const std::vector<KnownSolution>& references) {
  const std::string file = (folder / "expect.json").string();
  ASSAY_TRY(FileSet files, read_tree(folder));
  const auto manifest = files.find("expect.json");
  if (manifest == files.end())
    return fail(ErrorKind::kUsage, file + " is missing", "say what the mutant must lose");
  ASSAY_TRY(Expectation expectation, parse_expectation(file, manifest->second, exercise));
  files.erase(manifest);
  const auto base = std::find_if(references.begin(), references.end(), [&](const auto& reference) {
    return expectation.base.empty() || reference.name == expectation.base;
  });
  if (base == references.end())
    return fail(ErrorKind::kUsage,
                file + ": /base: there is no solution \"" + printable_line(expectation.base) + "\"",
                "name a folder of solutions/");
  KnownSolution mutant{folder.filename().string(), expectation.summary, base->files,
                       expectation.loses};
  for (auto& [name, bytes] : files) mutant.files.insert_or_assign(name, std::move(bytes));
  return mutant;
}

}  // namespace

Result<FileSet> read_tree(const fs::path& folder) {
  FileSet files;
  std::uint64_t total = 0;
  std::error_code ec;
  if (!fs::exists(folder, ec)) return files;
  for (auto it = fs::recursive_directory_iterator(folder, ec);
       !ec && it != fs::recursive_directory_iterator(); it.increment(ec))
    ASSAY_CHECK(add_entry(*it, folder, total, files));
  if (ec) return fail("list " + folder.string() + ": " + ec.message());
  return files;
}

Result<Exercise> read(const fs::path& folder) {
  const fs::path manifest = folder / "exercise.json";
  std::error_code ec;
  if (!fs::exists(manifest, ec))
    return fail(ErrorKind::kNotFound, "there is no " + printable_line(manifest.string()),
                "an exercise is a folder with an exercise.json");
  ASSAY_TRY(const std::string bytes, read_file(manifest));
  ASSAY_TRY(Exercise exercise, parse_manifest(manifest.string(), bytes));
  exercise.folder = fs::absolute(folder).lexically_normal();
  if (!exercise.folder.has_filename()) exercise.folder = exercise.folder.parent_path();
  if (exercise.folder.filename() != exercise.id)
    return fail(ErrorKind::kUsage,
                manifest.string() + ": /id: is \"" + exercise.id + "\", but the folder is called \"" +
                    printable_line(exercise.folder.filename().string()) + "\"",
                "give both the same name");
  ASSAY_TRY(exercise.starter, read_tree(folder / "starter"));
  ASSAY_TRY(exercise.hidden, read_tree(folder / "hidden"));
  ASSAY_TRY(exercise.module_path, module_path(exercise));
  ASSAY_CHECK(check_tests(exercise, manifest.string()));
  ASSAY_TRY(exercise.package_name, package_name(exercise));
  exercise.digest = digest(exercise, bytes);
  return exercise;
}

Result<KnownSolutions> read_known_solutions(const Exercise& exercise) {
  KnownSolutions known;
  ASSAY_TRY(const auto solutions, subfolders(exercise.folder / "solutions"));
  for (const fs::path& folder : solutions) {
    ASSAY_TRY(FileSet files, read_tree(folder));
    known.references.push_back({folder.filename().string(), "", std::move(files), {}});
  }
  if (known.references.empty())
    return fail(ErrorKind::kUsage,
                printable_line((exercise.folder / "solutions").string()) + " holds no solution",
                "an exercise needs at least one that gets 100");
  ASSAY_TRY(const auto mutants, subfolders(exercise.folder / "mutants"));
  for (const fs::path& folder : mutants) {
    ASSAY_TRY(KnownSolution mutant, read_mutant(exercise, folder, known.references));
    known.mutants.push_back(std::move(mutant));
  }
  return known;
}

Result<Catalogue> find_all(const std::vector<fs::path>& roots) {
  Catalogue catalogue;
  catalogue.roots = roots;
  for (const fs::path& root : roots) {
    std::error_code ec;
    if (!fs::is_directory(root, ec))
      return fail(ErrorKind::kNotFound,
                  "there is no folder of exercises " + printable_line(root.string()),
                  "name one with --exercises or ASSAY_EXERCISES");
    ASSAY_TRY(const auto folders, subfolders(root));
    for (const fs::path& folder : folders)
      if (fs::exists(folder / "exercise.json", ec))
        catalogue.folders.emplace(folder.filename().string(), folder);
  }
  return catalogue;
}

Result<Exercise> find(const Catalogue& catalogue, std::string_view id_or_path) {
  if (const auto at = catalogue.folders.find(std::string(id_or_path));
      at != catalogue.folders.end())
    return read(at->second);
  if (id_or_path.find('/') != std::string_view::npos) return read(fs::path(id_or_path));
  std::string nearest;
  for (const auto& [id, folder] : catalogue.folders)
    if (nearest.empty() || edit_distance(id, id_or_path) < edit_distance(nearest, id_or_path))
      nearest = id;
  const bool near = !nearest.empty() && edit_distance(nearest, id_or_path) <= nearest.size() / 2;
  return fail(ErrorKind::kNotFound,
              "there is no exercise \"" + printable_line(id_or_path) + "\"",
              near ? "did you mean \"" + nearest + "\"?" : "`assay list` shows what there is");
}

}  // namespace assay::exercise
