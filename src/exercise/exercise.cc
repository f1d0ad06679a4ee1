#include "exercise/exercise.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>

#include "base/file.h"
#include "base/text.h"
#include "exercise/digests.h"
#include "exercise/go_outline.h"
#include "exercise/manifest.h"
#include "exercise/names.h"
#include "exercise/questions.h"

namespace assay::exercise {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxTreeBytes = 16ULL << 20;
constexpr std::size_t kMaxTreeFiles = 1024;
constexpr std::string_view kGeneratedTest = "assay_main_test.go";  // src/gotool writes it

tl::unexpected<Error> refuse(const fs::path& file, std::string_view what, std::string hint) {
  return fail(ErrorKind::kUsage, printable_line(file.string()) + std::string(what),
              std::move(hint));
}

Status add_entry(const fs::directory_entry& entry, const fs::path& root, std::uint64_t& total,
                 FileSet& files) {
  std::error_code ec;
  const fs::file_status status = entry.symlink_status(ec);
  if (ec) return fail("look at " + printable_line(entry.path().string()) + ": " + ec.message());
  if (fs::is_symlink(status))
    return refuse(entry.path(), " is a symlink", "put the file itself there");
  if (fs::is_directory(status)) return {};
  if (!fs::is_regular_file(status)) return refuse(entry.path(), " is no regular file", "remove it");
  std::string name = entry.path().lexically_relative(root).generic_string();
  if (!is_utf8(name) || printable_line(name) != name)
    return refuse(entry.path(), " has a name that cannot be shown", "rename it");
  ASSAY_TRY(std::string bytes, read_file(entry.path(), kMaxTreeBytes));
  total += bytes.size();
  files.emplace(std::move(name), std::move(bytes));
  if (total > kMaxTreeBytes || files.size() > kMaxTreeFiles)
    return refuse(root, " holds more than 16 MiB or 1024 files", "make it smaller");
  return {};
}

bool is_go(std::string_view name) {
  return name.ends_with(".go");
}
bool is_go_test(std::string_view name) {
  return name.ends_with("_test.go");
}

// Whether cmd/go looks at the file when it builds the package of the folder above it.
bool is_in_folder(std::string_view name, std::string_view folder) {
  const std::size_t slash = name.rfind('/');
  const bool root = slash == std::string_view::npos;
  const std::string_view last = root ? name : name.substr(slash + 1);
  return (root ? "." : name.substr(0, slash)) == folder && !last.starts_with("_") &&
         !last.starts_with(".");
}

// What hidden/ says about the package and its tests.
struct HiddenTests {
  std::string package;                       // the graded one
  std::map<std::string, std::string> tests;  // to the file that declares it
};

// Hidden tests see the package as its users do: they belong to the package <name>_test.
Status add_hidden_file(const fs::path& file, std::string_view source, HiddenTests& hidden) {
  const GoOutline found = outline(source);
  if (!found.package.ends_with("_test"))
    return refuse(file, ": is in the package \"" + printable_line(found.package) + "\"",
                  "hidden tests belong to the external package <name>_test");
  const std::string package = found.package.substr(0, found.package.size() - 5);
  if (hidden.package.empty()) hidden.package = package;
  if (!is_identifier(package) || package != hidden.package)
    return refuse(file,
                  ": is in the package \"" + printable_line(found.package) + "\", others in \"" +
                      hidden.package + "_test\"",
                  "all hidden tests belong to one package");
  for (const std::string& function : found.functions) {
    if (function == "TestMain")
      return refuse(file, ": declares TestMain", "remove it: assay supplies its own");
    if (!is_test_name(function)) continue;
    if (!hidden.tests.emplace(function, file.filename().string()).second)
      return refuse(file, ": declares " + function + ", as " + hidden.tests.at(function) + " does",
                    "rename one of them");
  }
  return {};
}

Result<HiddenTests> read_hidden(const Exercise& exercise) {
  HiddenTests hidden;
  for (const auto& [name, source] : exercise.hidden) {
    const fs::path file = exercise.folder / "hidden" / name;
    const std::string last = fs::path(name).filename().string();
    if (last == kGeneratedTest)
      return refuse(file, " has the name of a file that assay writes", "rename it");
    if (last == "go.mod" || last == "go.work")
      return refuse(file, " would change the module", "remove it: that of starter/ is used");
    if (is_go_test(name) && is_in_folder(name, "."))
      ASSAY_CHECK(add_hidden_file(file, source, hidden));
  }
  if (hidden.package.empty())
    return refuse(exercise.folder / "hidden", " holds no tests",
                  "add a file *_test.go of the package <name>_test");
  return hidden;
}

// A test that nobody scores, or a score that no test earns, is a mistake of the author's.
Status check_tests(const Exercise& exercise, const fs::path& manifest, HiddenTests hidden) {
  for (std::size_t i = 0; i < exercise.criteria.size(); ++i) {
    const auto& tests = exercise.criteria[i].evidence.tests;
    for (std::size_t j = 0; j < tests.size(); ++j)
      if (hidden.tests.erase(tests[j]) == 0)
        return refuse(manifest,
                      ": /criteria/" + std::to_string(i) + "/tests/" + std::to_string(j) +
                          ": names " + tests[j] + ", which no file of hidden/ declares",
                      "add the test, or correct the name");
  }
  if (!hidden.tests.empty())
    return refuse(exercise.folder / "hidden" / hidden.tests.begin()->second,
                  ": declares " + hidden.tests.begin()->first + ", which no criterion names",
                  "give it to a criterion of exercise.json");
  return {};
}

// The words of a line of go.mod, without its comment.
std::vector<std::string> words(std::string_view line) {
  std::istringstream stream{std::string(line.substr(0, line.find("//")))};
  return {std::istream_iterator<std::string>(stream), {}};
}

// The one value behind `keyword` in go.mod; "" if there is none.
std::string go_mod_value(std::string_view go_mod, std::string_view keyword) {
  for (const std::string_view line : split(go_mod, '\n'))
    if (const auto parts = words(line); parts.size() == 2 && parts[0] == keyword) return parts[1];
  return {};
}

bool is_module_path(std::string_view path) {
  return !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '/';
  });
}

// The exercise's go.mod is what everyone is built with, so it must say what the manifest says.
Result<std::string> module_path(const Exercise& exercise) {
  const fs::path file = exercise.folder / "starter/go.mod";
  const auto go_mod = exercise.starter.find("go.mod");
  if (go_mod == exercise.starter.end())
    return refuse(file, " is missing", "add it: every submission is built with it");
  std::string path = go_mod_value(go_mod->second, "module");
  if (!is_module_path(path)) return refuse(file, ": names no module", "add \"module <name>\"");
  const std::string go = go_mod_value(go_mod->second, "go");
  if (go != exercise.go_version && !go.starts_with(exercise.go_version + "."))
    return refuse(
        file, ": says go \"" + printable_line(go) + "\", exercise.json says " + exercise.go_version,
        "write \"go " + exercise.go_version + "\"");
  return path;
}

// The candidate's package is the one that the hidden tests import.
Status check_starter(const Exercise& exercise) {
  bool found = false;
  for (const auto& [name, source] : exercise.starter) {
    if (!is_go(name) || is_go_test(name) || !is_in_folder(name, exercise.package)) continue;
    found = true;
    if (const GoOutline file = outline(source); file.package != exercise.package_name)
      return refuse(exercise.folder / "starter" / name,
                    ": is in the package \"" + printable_line(file.package) +
                        "\", the hidden tests are of " + exercise.package_name + "_test",
                    "use one name in both");
  }
  if (!found)
    return refuse(exercise.folder / "starter",
                  " holds no Go file in the package folder " + exercise.package,
                  "put one there, or correct /package in exercise.json");
  return {};
}

// The folders in `folder`, sorted by name; none if it does not exist. Hidden ones are an editor's.
Result<std::vector<fs::path>> subfolders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec); !ec && it != fs::directory_iterator();
       it.increment(ec)) {
    const bool hidden = it->path().filename().string().starts_with(".");
    if (std::error_code unknown; !hidden && it->is_directory(unknown)) found.push_back(it->path());
  }
  if (ec && ec != std::errc::no_such_file_or_directory)
    return fail("list " + printable_line(folder.string()) + ": " + ec.message());
  std::sort(found.begin(), found.end());
  return found;
}

Result<KnownSolution> read_reference(const fs::path& folder) {
  ASSAY_TRY(FileSet files, read_tree(folder));
  if (std::none_of(files.begin(), files.end(), [](const auto& file) { return is_go(file.first); }))
    return refuse(folder, " holds no Go file", "put the whole solution there");
  return KnownSolution{folder.filename().string(), "", std::move(files), {}};
}

Result<KnownSolution> read_mutant(const Exercise& exercise, const fs::path& folder,
                                  const std::vector<KnownSolution>& references) {
  const fs::path file = folder / "expect.json";
  ASSAY_TRY(FileSet files, read_tree(folder));
  const auto manifest = files.find("expect.json");
  if (manifest == files.end()) return refuse(file, " is missing", "say what the mutant must lose");
  ASSAY_TRY(Expectation expectation, parse_expectation(file.string(), manifest->second, exercise));
  files.erase(manifest);
  const auto base = std::find_if(references.begin(), references.end(), [&](const auto& reference) {
    return expectation.base.empty() || reference.name == expectation.base;
  });
  if (base == references.end())
    return refuse(file, ": /base: there is no solution \"" + expectation.base + "\"",
                  "name a folder of solutions/");
  KnownSolution mutant{folder.filename().string(), expectation.summary, base->files,
                       expectation.loses};
  for (auto& [name, bytes] : files) mutant.files.insert_or_assign(name, std::move(bytes));
  if (mutant.files == base->files)
    return refuse(folder, " does not differ from the solution \"" + base->name + "\"",
                  "put the files there that make the mistake");
  return mutant;
}

// exercise.json itself; a FIFO of that name would keep us waiting for ever.
Result<std::string> read_manifest(const fs::path& file) {
  std::error_code ec;
  const fs::file_status status = fs::status(file, ec);
  if (status.type() == fs::file_type::not_found)
    return fail(ErrorKind::kNotFound, "there is no " + printable_line(file.string()),
                "an exercise is a folder with an exercise.json");
  if (!ec && !fs::is_regular_file(status))
    return refuse(file, " is no regular file", "put the manifest there");
  return read_file(file);
}

}  // namespace

Result<FileSet> read_tree(const fs::path& folder) {
  FileSet files;
  std::uint64_t total = 0;
  std::error_code ec;
  const fs::file_status status = fs::symlink_status(folder, ec);
  if (status.type() == fs::file_type::not_found) return files;
  if (!fs::is_directory(status))
    return refuse(folder, " is no folder", "put the folder itself there");
  for (fs::recursive_directory_iterator it(folder, ec);
       !ec && it != fs::recursive_directory_iterator(); it.increment(ec))
    ASSAY_CHECK(add_entry(*it, folder, total, files));
  if (ec) return fail("list " + printable_line(folder.string()) + ": " + ec.message());
  return files;
}

Result<Exercise> read(const fs::path& given) {
  fs::path folder = fs::absolute(given).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const fs::path manifest = folder / "exercise.json";
  ASSAY_TRY(const std::string bytes, read_manifest(manifest));
  ASSAY_TRY(Exercise exercise, parse_manifest(manifest.string(), bytes));
  exercise.folder = folder;
  if (folder.filename() != exercise.id)
    return refuse(manifest,
                  ": /id: is \"" + exercise.id + "\", but the folder is called \"" +
                      printable_line(folder.filename().string()) + "\"",
                  "give both the same name");
  ASSAY_TRY(exercise.starter, read_tree(folder / "starter"));
  ASSAY_TRY(exercise.hidden, read_tree(folder / "hidden"));
  ASSAY_TRY(exercise.module_path, module_path(exercise));
  ASSAY_TRY(const HiddenTests hidden, read_hidden(exercise));
  exercise.package_name = hidden.package;
  ASSAY_CHECK(check_tests(exercise, manifest, hidden));
  ASSAY_CHECK(check_starter(exercise));
  ASSAY_CHECK(check_questions(exercise));
  exercise.run_digest = run_digest_of(exercise);
  exercise.digest = digest_of(exercise);
  return exercise;
}

Result<KnownSolutions> read_known_solutions(const Exercise& exercise) {
  KnownSolutions known;
  ASSAY_TRY(const auto solutions, subfolders(exercise.folder / "solutions"));
  for (const fs::path& folder : solutions) {
    ASSAY_TRY(KnownSolution reference, read_reference(folder));
    known.references.push_back(std::move(reference));
  }
  if (known.references.empty())
    return refuse(exercise.folder / "solutions", " holds no solution",
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
  const bool is_path = id_or_path.find('/') != std::string_view::npos;
  if (is_path || id_or_path == "." || id_or_path == "..") return read(fs::path(id_or_path));
  std::string nearest;
  for (const auto& [id, folder] : catalogue.folders)
    if (nearest.empty() || edit_distance(id, id_or_path) < edit_distance(nearest, id_or_path))
      nearest = id;
  const bool near = !nearest.empty() && edit_distance(nearest, id_or_path) <= nearest.size() / 2;
  return fail(ErrorKind::kNotFound, "there is no exercise \"" + printable_line(id_or_path) + "\"",
              near ? "did you mean \"" + nearest + "\"?" : "`assay list` shows what there is");
}

}  // namespace assay::exercise
