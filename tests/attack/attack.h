// An attack as its folder describes it: attack.json, read strictly. README.md beside
// this file explains every member; an unknown one, or an attack that asserts nothing,
// is an error that names the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace assay::attack {

using Json = nlohmann::json;

/// Part of what a list of the result must hold: every member given must be equal, "says" be within
/// the message.
using Wanted = std::map<std::string, std::string>;

/// What must come of it.
struct Expectation {
  std::string outcome;  ///< of the result, or "error" where the program refuses to grade
  std::uint32_t least = 0;
  std::uint32_t most = 0;
  std::map<std::string, std::vector<std::string>> criteria;  ///< verdicts; "*": all the others
  std::vector<Wanted> rejected;
  std::vector<Wanted> dropped;
  std::vector<Wanted> diagnostics;
  std::vector<std::string> details;  ///< texts within some attempt's detail
  std::vector<std::string> outputs;  ///< texts within what the tests wrote, for the reviewer
  std::vector<std::string> shows;    ///< texts that the candidate's report must hold
  std::vector<std::string> hides;    ///< texts that nothing the candidate sees may hold
  std::string error;                 ///< within the result's error, or what the program printed
  int exit_code = 0;
};

/// Where a submission comes from, besides its folder.
struct Source {
  std::string kind = "folder";  ///< folder, git, archive, text
  std::string format;           ///< of an archive: tar, tar.gz, zip ...
  std::string text;             ///< given as it is, for URLs
  Json steps = Json::array();   ///< of a repository
  Json entries = Json::array();
};

/// One of the tests that an attack strikes in, and what must become of it.
struct Strike {
  std::string test;
  std::string tries;
  std::vector<std::string> verdicts;
  std::string detail;  ///< within the attempt's, if not empty
};

/// What is handed in, to which exercise.
struct Submission {
  std::string exercise;
  Json patch = Json::object();  ///< merged into the exercise's manifest
  std::string base;             ///< folder of the exercise that is copied first
  std::vector<std::filesystem::path> folders;
  std::map<std::string, std::string> files;
  Source source;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
};

/// The same attack where a defence is missing, which shows that it would work.
struct Control {
  std::string shows;
  std::string how;  ///< again, unpoliced, naive
  Submission submission;
  Expectation expect;
  std::vector<Strike> strikes;
  // how == "naive": what plain `go test` says.
  std::vector<std::string> arguments;
  std::vector<std::string> says;
  int exit_code = 0;
};

struct Attack {
  std::filesystem::path folder;
  std::string group;
  std::string name;
  std::string tries;
  std::vector<int> threats;  ///< lines of the threat model; none: beyond the list
  Submission submission;
  Expectation expect;
  std::vector<Strike> strikes;
  std::vector<Control> controls;
  std::string no_control;  ///< why there is none
};

/// An attack that another test carries out.
struct Pointer {
  std::string group;
  std::string name;
  std::string tries;
  std::vector<int> threats;
  std::string file;  ///< below tests/
  std::string test;  ///< Suite.Name
  std::string outcome;
};

/// `folder` has an attack.json; its parent is named after the group. Throws std::runtime_error.
Attack read_attack(const std::filesystem::path& folder);

/// elsewhere.json of a group; none if there is no such file. Throws std::runtime_error.
std::vector<Pointer> read_pointers(const std::filesystem::path& group);

/// The folders with an attack.json, sorted.
std::vector<std::filesystem::path> attack_folders(const std::filesystem::path& top);

}  // namespace assay::attack
