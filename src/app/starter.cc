#include "app/starter.h"

#include <fmt/format.h>

#include "app/about.h"
#include "base/file.h"
#include "exercise/repository_map.h"

namespace assay::app {
namespace {

constexpr const char* kWorkflow = ".github/workflows/test.yml";

std::string readme_of(const Exercise& exercise) {
  const auto text = read_file(exercise.folder / "README.md", 1U << 20);
  std::string readme = text ? *text : "# " + exercise.title + "\n\n" + exercise.summary + "\n";
  if (!readme.ends_with('\n')) readme += '\n';
  return readme;
}

std::string working_on(const Exercise& exercise, const std::string& where) {
  return fmt::format(
      "\n## Working on it\n\n"
      "You need Go {} or newer and nothing else. Run the tests that came with it{}:\n\n"
      "    go vet ./...\n    go test -race ./...\n\n"
      "They are a beginning: what is graded is all that this page says, by further tests,\n"
      "under the race detector. Write tests of your own as you go; they are not graded.\n",
      exercise.go_version, where);
}

std::string how_to_submit(bool several) {
  return std::string("\n## Submitting\n\n") +
         "Commit your work to the branch `main`, as often as you like, and push it to the\n"
         "repository that you were given, or hand in this folder as it is. What the last commit\n"
         "holds is graded. Leave `assay.json` and " +
         (several ? "the folders' names" : "`go.mod`") +
         " as they are: by them your work is found.\n";
}

std::string matrix(const std::vector<std::string>& folders) {
  std::string text = "    strategy:\n      fail-fast: false\n      matrix:\n        folder:\n";
  for (const std::string& folder : folders) text += "          - " + folder + "\n";
  return text;
}

// Grades with the team's own assay, if the repository says which it is by a variable: a workflow
// that names an action which cannot be fetched fails before its first step, and of whom assay is
// fetched is for whoever runs it to say. The version is pinned to the one that wrote this.
std::string grading_job(const std::vector<std::string>& folders) {
  std::string text = fmt::format(
      "  # Graded where the repository's variable ASSAY_REPOSITORY says whose assay (OWNER/NAME).\n"
      "  grade:\n"
      "    if: vars.ASSAY_REPOSITORY != ''\n"
      "    runs-on: ubuntu-24.04\n{}"
      "    steps:\n"
      "      - uses: actions/checkout@v4\n"
      "      - uses: actions/checkout@v4\n"
      "        with:\n"
      "          repository: ${{{{ vars.ASSAY_REPOSITORY }}}}\n"
      "          ref: v{}\n"
      "          path: .assay\n"
      "          persist-credentials: false\n"
      "      - uses: ./.assay/.github/actions/grade\n"
      "        with:\n"
      "          repository: ${{{{ vars.ASSAY_REPOSITORY }}}}\n"
      "          version: \"{}\"\n",
      folders.empty() ? "" : matrix(folders), kVersion, kVersion);
  if (!folders.empty()) text += "          exercise: ${{ matrix.folder }}\n";
  return text;
}

// The newest Go of the kind that the exercises ask for.
std::string workflow(const std::string& go, const std::vector<std::string>& folders) {
  std::string text =
      "name: test\non: [push, pull_request]\n\npermissions:\n  contents: read\n\njobs:\n  test:\n"
      "    runs-on: ubuntu-latest\n";
  if (!folders.empty()) {
    text += matrix(folders) +
            "    defaults:\n      run:\n        working-directory: ${{ matrix.folder }}\n";
  }
  return text +
         "    steps:\n"
         "      - uses: actions/checkout@v4\n"
         "      - uses: actions/setup-go@v5\n"
         "        with:\n"
         "          go-version: \">=" +
         go +
         "\"\n"
         "          cache: false\n"
         "      - run: go vet ./...\n"
         "      - run: go test -race ./...\n" +
         grading_job(folders);
}

void add_below(const std::string& folder, const FileSet& files, FileSet& all) {
  for (const auto& [name, bytes] : files) all.insert_or_assign(folder + name, bytes);
}

bool is_newer(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

}  // namespace

Result<FileSet> starter_of(const Exercise& exercise) {
  FileSet files = exercise.starter;
  files["README.md"] =
      readme_of(exercise) + working_on(exercise, "") + how_to_submit(/*several=*/false);
  files["assay.json"] = exercise::write_repository_map({{{exercise.id, ""}}});
  files.emplace(kWorkflow, workflow(exercise.go_version, {}));
  files.emplace(".gitignore", "*.test\n*.out\n");
  return files;
}

Result<FileSet> starter_of_several(const std::vector<Exercise>& exercises, const std::string& title,
                                   const std::string& preface) {
  FileSet files;
  exercise::RepositoryMap map;
  std::vector<std::string> folders;
  std::string go;
  std::string readme = "# " + title + "\n\n" + preface +
                       "Each folder is an exercise and a Go module of its own; its README says "
                       "what to do.\n\n| exercise | about | minutes |\n| --- | --- | --- |\n";
  for (const Exercise& exercise : exercises) {
    if (!map.folders.emplace(exercise.id, exercise.id).second)
      return fail(ErrorKind::kUsage, "the exercise " + exercise.id + " is named twice");
    folders.push_back(exercise.id);
    add_below(exercise.id + "/", exercise.starter, files);
    files[exercise.id + "/README.md"] =
        readme_of(exercise) + working_on(exercise, ", in this folder");
    readme += fmt::format("| [{0}]({0}/README.md) | {1} | {2} |\n", exercise.id, exercise.title,
                          exercise.minutes);
    if (is_newer(exercise.go_version, go)) go = exercise.go_version;
  }
  files["README.md"] = readme + how_to_submit(/*several=*/true);
  files["assay.json"] = exercise::write_repository_map(map);
  files[kWorkflow] = workflow(go, folders);
  files[".gitignore"] = "*.test\n*.out\n";
  return files;
}

}  // namespace assay::app
