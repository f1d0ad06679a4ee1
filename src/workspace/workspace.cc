#include "workspace/workspace.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "workspace/findings.h"

namespace assay::workspace {
namespace {

constexpr std::array<std::string_view, 4> kModuleFiles = {"go.mod", "go.sum", "go.work",
                                                          "go.work.sum"};
// What cmd/go would compile or link beside Go: go/build's list of non-Go sources.
constexpr std::array<std::string_view, 19> kForeign = {
    ".c", ".cc",  ".cpp", ".cxx", ".m", ".h",  ".hh",   ".hpp",     ".hxx", ".f",
    ".F", ".for", ".f90", ".s",   ".S", ".sx", ".swig", ".swigcxx", ".syso"};

constexpr std::size_t kMaxName = 255;

struct Path {
  std::string_view folder;  // "." at the root, as in Exercise::package
  std::string_view name;
};

Path split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {".", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

std::string join(const std::string& folder, std::string_view name) {
  return folder == "." ? std::string(name) : folder + "/" + std::string(name);
}

// Go does not look at files whose names begin like this.
bool is_ignored_by_go(std::string_view name) {
  return name.starts_with("_") || name.starts_with(".");
}

// Why a file of the candidate's is left out; an empty rule means that it is of no interest.
Finding reason_to_drop(const Exercise& exercise, const std::string& path) {
  const auto [folder, name] = split_path(path);
  const auto is_name = [&name = name](std::string_view other) { return name == other; };
  if (folder == "vendor" || folder.starts_with("vendor/"))
    return {path, 0, "vendor", "vendored packages are not used: only the standard library is"};
  if (std::any_of(kModuleFiles.begin(), kModuleFiles.end(), is_name))
    return {path, 0, "module_file", "the exercise supplies its own module files"};
  if (name.ends_with("_test.go"))
    return {path, 0, "test_file", "your own tests are not run when you are graded"};
  const auto is_suffix = [&name = name](std::string_view suffix) { return name.ends_with(suffix); };
  if (std::any_of(kForeign.begin(), kForeign.end(), is_suffix))
    return {path, 0, "not_go", "only Go is built: no C, assembly or object files"};
  if (!name.ends_with(".go")) return {};
  if (is_ignored_by_go(name))
    return {path, 0, "ignored_by_go", "Go ignores files whose names begin with '_' or '.'"};
  if (folder != exercise.package)
    return {path, 0, "other_package",
            exercise.package == "."
                ? "only files at the root of the submission are graded"
                : "only files in the folder " + exercise.package + "/ are graded"};
  return {path, 0, "not_submission", "this file is not one of those that the exercise grades"};
}

void drop_the_rest(const Exercise& exercise, const Snapshot& snapshot, Workspace& workspace) {
  const auto drop = [&](const std::string& path) {
    Finding finding = reason_to_drop(exercise, path);
    if (!finding.rule.empty()) add_finding(workspace.dropped, std::move(finding));
  };
  for (const auto& [path, bytes] : snapshot.files) {
    if (is_submission_file(exercise, path)) continue;
    const auto starter = exercise.starter.find(path);
    if (starter == exercise.starter.end() || starter->second != bytes) drop(path);
  }
  for (const std::string& path : snapshot.others) drop(path);
}

void check_sizes(const Policy& policy, const Workspace& workspace, std::vector<Finding>& rejected) {
  std::uint64_t bytes = 0;
  for (const std::string& path : workspace.candidate_files)
    bytes += workspace.module.at(path).size();
  if (workspace.candidate_files.size() > policy.max_files)
    rejected.push_back({"", 0, "too_many_files",
                        "the submission has " + std::to_string(workspace.candidate_files.size()) +
                            " Go files; the exercise takes " + std::to_string(policy.max_files)});
  if (bytes > policy.max_bytes)
    rejected.push_back({"", 0, "too_large",
                        "the submission's Go files hold " + std::to_string(bytes) +
                            " bytes; the exercise takes " + std::to_string(policy.max_bytes)});
}

// A name that cmd/go reads in its own way, that could not be told apart in a report, or that no
// file system takes.
bool is_plain_name(std::string_view name) {
  return name.size() <= kMaxName && !name.starts_with("-") &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-' || c == '.';
         });
}

// The line of the first character that reorders what a reader sees (U+202A to U+202E, U+2066 to
// U+2069), or 0. The compiler takes no notice of it, so what is reviewed is not what runs.
std::uint32_t bidi_line(std::string_view text) {
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') ++line;
    const std::string_view three = text.substr(i, 3);
    if ((three >= "\u202A" && three <= "\u202E") || (three >= "\u2066" && three <= "\u2069"))
      return line;
  }
  return 0;
}

// Why the submission cannot be graded with this file; an empty rule means that it can.
Finding reason_to_reject(const Workspace& workspace, const std::string& path,
                         std::string_view bytes) {
  if (!is_plain_name(split_path(path).name))
    return {
        path, 0, "file_name",
        "a Go file's name may hold letters, digits, '_', '-' and '.' only, at most 255 of them, "
        "and not begin with '-'"};
  if (!is_utf8(bytes)) return {path, 0, "encoding", "a Go file must be UTF-8 text"};
  if (const std::uint32_t line = bidi_line(bytes); line != 0)
    return {path, line, "bidi_control",
            "a character reorders the text around it for readers but not for the compiler; write "
            "it as an escape"};
  if (workspace.module.contains(path))
    return {path, 0, "reserved_name", "the exercise has a file of that name itself; rename yours"};
  return {};
}

void add_candidate_file(const std::string& path, const std::string& bytes, Workspace& workspace) {
  if (Finding finding = reason_to_reject(workspace, path, bytes); !finding.rule.empty()) {
    add_finding(workspace.rejected, std::move(finding));
    return;
  }
  workspace.candidate_files.push_back(path);
  workspace.module.emplace(path, bytes);
}

}  // namespace

bool wanted(const Exercise& exercise, std::string_view path) {
  if (is_submission_file(exercise, path)) return true;
  // Only to tell what the candidate changed from what came with the exercise.
  return exercise.starter.contains(std::string(path)) &&
         !reason_to_drop(exercise, std::string(path)).rule.empty();
}

Result<Workspace> assemble(const Exercise& exercise, const Snapshot& snapshot) {
  Workspace workspace;
  workspace.package = exercise.package;
  workspace.rejected = snapshot.rejected;
  workspace.dropped = snapshot.dropped;
  for (const auto& [path, bytes] : exercise.starter)
    if (is_built_from_starter(exercise, path)) workspace.module.emplace(path, bytes);
  for (const auto& [path, bytes] : exercise.hidden)
    workspace.module.insert_or_assign(join(exercise.package, path), bytes);
  for (const auto& [path, bytes] : snapshot.files)
    if (is_submission_file(exercise, path)) add_candidate_file(path, bytes, workspace);
  drop_the_rest(exercise, snapshot, workspace);
  check_sizes(exercise.policy, workspace, workspace.rejected);
  if (workspace.candidate_files.empty() && workspace.rejected.empty())
    return fail(ErrorKind::kNotFound,
                "the submission holds no Go file that " + exercise.id + " grades",
                exercise.package == "."
                    ? "put your .go files at the root, or name their folder with --subdir"
                    : "put your .go files into " + exercise.package +
                          "/ below the root, or name "
                          "the module's folder with --subdir");
  return workspace;
}

}  // namespace assay::workspace
