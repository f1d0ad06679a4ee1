// The modules' order, as the table in src/README.md has it: reads every source
// file of src/ and sandbox/ and fails on an include that goes up, or sideways to a
// sibling, or to a library that belongs to another module.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Names = std::set<std::string, std::less<>>;

/// What each module may include besides itself; src/app may include all.
const std::map<std::string, Names, std::less<>>& allowed() {
  static const std::map<std::string, Names, std::less<>> kTable = {
      {"base", {}},
      {"proc", {"base"}},
      {"sandbox", {"base", "proc"}},
      {"model", {"base"}},
      {"exercise", {"base", "model"}},
      {"source", {"base", "model", "proc"}},
      {"workspace", {"base", "model"}},
      {"gotool", {"base", "model", "proc", "sandbox"}},
      {"grading", {"base", "model"}},
      {"roster", {"base", "model"}},
      {"store", {"base", "model"}},
      {"report", {"base", "model"}},
      {"queue", {"base", "model"}},
      {"app",
       {"base", "proc", "sandbox", "model", "exercise", "source", "workspace", "gotool", "grading",
        "roster", "store", "report", "queue"}},
  };
  return kTable;
}

/// Libraries that one module hides from the rest, by how their headers' names begin.
const std::map<std::string, Names, std::less<>>& owners() {
  static const std::map<std::string, Names, std::less<>> kTable = {
      {"git2", {"source"}},     {"archive", {"source"}}, {"CLI/", {"app"}},
      {"seccomp", {"sandbox"}}, {"sqlite3", {"store"}},  {"nats", {"queue"}},
      {"zlib", {"store"}},
  };
  return kTable;
}

/// The module that `path` (relative to the repository) is part of; "" if none.
std::string module_of(const fs::path& path) {
  auto part = path.begin();
  if (part == path.end()) return "";
  if (*part == "sandbox") return "sandbox";
  if (*part != "src" || ++part == path.end()) return "";
  return std::next(part) == path.end() ? "" : part->string();
}

std::string refusal(const std::string& module, const std::string& name, bool quoted) {
  if (!quoted) {
    for (const auto& [prefix, modules] : owners()) {
      if (name.starts_with(prefix) && !modules.contains(module)) {
        return "<" + name + "> belongs to " + *modules.begin();
      }
    }
    return "";
  }
  const std::string target = name.substr(0, name.find('/'));
  if (target == name || target == "..") return "\"" + name + "\" does not start with its module";
  if (!allowed().contains(target)) return "\"" + name + "\" is in no module";
  if (target == module || allowed().at(module).contains(target)) return "";
  return module + " may not include " + target + " (\"" + name + "\")";
}

/// What is wrong with the includes of a file that says `text`, one sentence each.
std::vector<std::string> violations(const fs::path& path, const std::string& text) {
  const std::string module = module_of(path);
  if (!allowed().contains(module)) return {path.string() + ": is in no module that is known"};
  static const std::regex kInclude(R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"])re");
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), kInclude), end; at != end; ++at) {
    const std::string why = refusal(module, (*at)[2].str(), (*at)[1].str() == "\"");
    if (!why.empty()) found.push_back(path.string() + ": " + why);
  }
  return found;
}

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(Architecture, ModulesIncludeOnlyWhatIsBelowThem) {
  const fs::path top = ASSAY_TOP;
  std::size_t files = 0;
  std::vector<std::string> found;
  for (const char* root : {"src", "sandbox"}) {
    for (const auto& entry : fs::recursive_directory_iterator(top / root)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cc")) continue;
      ++files;
      const std::string text = text_of(entry.path());
      EXPECT_FALSE(text.empty()) << entry.path() << " cannot be read or says nothing";
      for (std::string& why : violations(fs::relative(entry.path(), top), text)) {
        found.push_back(std::move(why));
      }
    }
  }
  EXPECT_THAT(found, IsEmpty()) << "src/README.md says who may include whom";
  EXPECT_GT(files, 20U) << "the sources were not found";
}

TEST(Architecture, TheTableHasNoCycle) {
  // A module's level is one more than the highest below it; in a cycle it would grow for ever.
  std::map<std::string, std::size_t> level;
  bool changed = true;
  for (std::size_t round = 0; changed; ++round) {
    ASSERT_LE(round, allowed().size()) << "the table has a cycle";
    changed = false;
    for (const auto& [module, below] : allowed()) {
      for (const std::string& other : below) {
        ASSERT_TRUE(allowed().contains(other)) << other;
        if (level[module] <= level[other]) {
          level[module] = level[other] + 1;
          changed = true;
        }
      }
    }
  }
}

TEST(Architecture, ALookUpwardsIsSeen) {
  EXPECT_THAT(violations("src/base/fd.cc", "#include <a>\n#include \"model/result.h\"\n"),
              ElementsAre(HasSubstr("base may not include model")));
}

TEST(Architecture, ASiblingIsSeen) {
  EXPECT_THAT(violations("src/grading/judge.h", "#include \"report/view.h\""),
              ElementsAre(HasSubstr("grading may not include report")));
}

TEST(Architecture, EveryViolationOfAFileIsSeen) {
  const std::string text =
      "#include \"base/fd.h\"\n  #  include \"gotool/build.h\"\n#include \"../app/main.h\"\n"
      "#include \"judge.h\"\n#include \"nowhere/x.h\"\n#include <git2.h>\n";
  EXPECT_THAT(violations("sandbox/launcher.cc", text),
              ElementsAre(HasSubstr("sandbox may not include gotool"),
                          HasSubstr("does not start with its module"),
                          HasSubstr("does not start with its module"), HasSubstr("is in no module"),
                          HasSubstr("<git2.h> belongs to source")));
}

TEST(Architecture, WhatIsAllowedIsNotRefused) {
  const std::string text =
      "// #include \"app/main.h\"\n#include \"gotool/a.h\"\n#include \"model/result.h\"\n"
      "#include \"sandbox/runner.h\"\n#include <vector>\n";
  EXPECT_THAT(violations("src/gotool/deep/er/a.cc", text), IsEmpty());
  EXPECT_THAT(violations("src/app/main.cc", text + "#include <CLI/CLI.hpp>\n"), IsEmpty());
}

TEST(Architecture, AFileOutsideOfAnyModuleIsSeen) {
  EXPECT_THAT(violations("src/newcomer/a.h", ""), ElementsAre(HasSubstr("in no module")));
  EXPECT_THAT(violations("src/loose.h", ""), ElementsAre(HasSubstr("in no module")));
}

/// Uses of what a submission can change by a pointer: the clients, the transport and the mux that
/// all of a process share.
std::vector<std::string> shared_clients(const std::string& go) {
  static const std::regex kShared(
      R"re(\bhttp\.(Default\w+|(?:Get|Head|Post|PostForm|Handle|HandleFunc)\())re");
  std::vector<std::string> found;
  for (std::sregex_iterator at(go.begin(), go.end(), kShared), end; at != end; ++at)
    found.push_back((*at)[1].str());
  return found;
}

TEST(HiddenTests, TrustNoClientThatASubmissionCanChange) {
  std::size_t files = 0;
  for (const auto& exercise : fs::directory_iterator(fs::path(ASSAY_TOP) / "exercises")) {
    if (!fs::is_directory(exercise.path() / "hidden")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(exercise.path() / "hidden")) {
      if (entry.path().extension() != ".go") continue;
      ++files;
      EXPECT_THAT(shared_clients(text_of(entry.path())), IsEmpty()) << entry.path();
    }
  }
  EXPECT_GT(files, 20U) << "the hidden tests were not found";
}

TEST(HiddenTests, AUseOfASharedClientIsSeen) {
  EXPECT_THAT(shared_clients("r, err := http.Get(url)\nc := http.DefaultClient\nhttp.GetBody()"),
              ElementsAre("Get(", "DefaultClient"));
}

}  // namespace
