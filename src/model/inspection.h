// What the inspector (src/gotool/inspect, a Go program) saw in the candidate's
// files, as plain values. The policy (src/workspace) decides what it means.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

struct SourcePosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Import {
  std::string path;
  std::string name;  ///< "" none, "." dot import, "_" blank
  SourcePosition at;
};

/// A named thing at a place: a directive's text, a used name, a declaration, a parse error.
struct Mention {
  std::string text;
  SourcePosition at;
};

struct InspectedFile {
  std::string path;     ///< relative to the module
  std::string package;  ///< of its package clause
  std::vector<Mention> parse_errors;
  std::vector<Import> imports;
  std::vector<Mention> directives;    ///< every //go: comment, //line and /*line*/ and "//export"
  std::vector<Mention> uses;          ///< qualified names of imported packages: "net/http.Get"
  std::vector<Mention> dead;          ///< of these, what never runs, or gives nobody its value
  std::vector<Mention> assigned;      ///< of these, variables that the file changes or points to
  std::vector<Mention> declarations;  ///< package-level names: "TestMain", "Limiter.Allow"
  std::string build_constraint;       ///< of //go:build, or implied by the file's name
  bool formatted = true;
  std::uint64_t lines = 0;
  std::uint64_t tokens = 0;
};

struct Inspection {
  std::vector<InspectedFile> files;
};

}  // namespace assay
