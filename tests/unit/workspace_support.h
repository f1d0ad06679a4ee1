// An exercise and submissions in memory: src/workspace does no I/O.
#pragma once

#include <string>
#include <vector>

#include "workspace/workspace.h"

namespace assay::workspace {

/// "counter": package "." of module counter, with a starter, hidden tests and a helper of its own.
inline Exercise exercise_at(const std::string& package) {
  const std::string folder = package == "." ? "" : package + "/";
  Exercise exercise;
  exercise.id = "counter";
  exercise.package = package;
  exercise.package_name = "counter";
  exercise.module_path = "counter";
  exercise.policy.allowed_imports = {"sync", "time", "os", "runtime"};
  exercise.starter = {{"go.mod", "module counter\n\ngo 1.25\n"},
                      {"README.md", "the task\n"},
                      {"internal/clock/clock.go", "package clock\n"},
                      {folder + "counter.go", "package counter // starter\n"},
                      {folder + "counter_test.go", "package counter // public test\n"}};
  exercise.hidden = {{"hidden_test.go", "package counter_test\n"},
                     {"contract.go", "package counter // the exercise's own\n"},
                     {"testdata/in.txt", "data"}};
  return exercise;
}

inline std::vector<std::string> keys(const FileSet& files) {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  return names;
}

/// "path:line rule" of each, in order.
inline std::vector<std::string> brief(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings)
    lines.push_back(finding.path + ":" + std::to_string(finding.line) + " " + finding.rule);
  return lines;
}

}  // namespace assay::workspace
