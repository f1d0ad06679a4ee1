#include "attack/recipe.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "support/archive_fixture.h"

namespace assay::attack {
namespace {

namespace fs = std::filesystem;

// A text, {"hex": …} or {"repeat": …, "times": n}.
std::string bytes_of(const Recipe& recipe, const Json& value) {
  if (value.is_string()) return recipe.fill(value.get<std::string>());
  std::string bytes;
  if (value.contains("hex")) {
    const auto digits = value.at("hex").get<std::string>();
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
      bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return bytes;
  }
  const auto text = value.at("repeat").get<std::string>();
  for (int left = value.at("times").get<int>(); left > 0; --left) bytes += text;
  return bytes;
}

// A tree of [MODE, NAME, BYTES or TREE or {"id": …}] entries; HEAD's entries first if it begins
// with "HEAD".
std::string make_tree(const Recipe& recipe, const Json& entries, const test::GitFixture& git) {
  std::vector<test::RawEntry> raw;
  for (const Json& entry : entries) {
    if (entry == "HEAD") {
      for (const auto& name : {"go.mod", "strict.go", "hits.go", "counter.go"}) {
        const auto listed = git.git({"ls-tree", "HEAD", name});
        if (!listed.empty()) raw.push_back({listed.substr(0, 6), name, listed.substr(12, 40)});
      }
      continue;
    }
    const auto mode = entry.at(0).get<std::string>();
    const std::string name = bytes_of(recipe, entry.at(1));
    const Json& what = entry.at(2);
    if (what.is_array())
      raw.push_back({mode, name, make_tree(recipe, what, git)});
    else if (what.is_object() && what.contains("id"))
      raw.push_back({mode, name, what.at("id").get<std::string>()});
    else
      raw.push_back({mode, name, git.blob(bytes_of(recipe, what))});
  }
  return git.tree(raw);
}

// A tree that holds the tree below it a number of times, and so on for some levels.
std::string make_tower(const Json& tower, const test::GitFixture& git) {
  std::string below = git.tree({{"100644", "bottom.go", git.blob("package strict\n")}});
  for (int level = tower.at("levels").get<int>(); level > 0; --level) {
    std::vector<test::RawEntry> raw;
    for (int i = 0; i < tower.at("wide").get<int>(); ++i)
      raw.push_back({"40000", "d" + std::to_string(1000 + i), below});
    below = git.tree(raw);
  }
  return below;
}

void make_executable(const fs::path& file) {
  ::chmod(file.c_str(), 0755);
}

void write_files(const Recipe& recipe, const Json& files, const fs::path& folder) {
  for (const auto& [name, bytes] : files.items()) {
    test::write_file(folder / name, bytes_of(recipe, bytes));
    if (name.find("hooks/") != std::string::npos) make_executable(folder / name);
  }
}

}  // namespace

std::string carry_out(const Recipe& recipe, const Json& steps, const test::GitFixture& git) {
  std::string hand_in = git.path();
  for (const Json& step : steps) {
    const auto& [verb, value] = *step.items().begin();
    if (verb == "commit") {
      git.commit(recipe.fill(value.get<std::string>()));
    } else if (verb == "write") {
      write_files(recipe, value, git.path());
    } else if (verb == "git") {
      auto words = value.get<std::vector<std::string>>();
      for (std::string& word : words) word = recipe.fill(word);
      git.git(words);
    } else if (verb == "tree") {
      git.commit_tree(make_tree(recipe, value, git));
    } else if (verb == "tower") {
      git.commit_tree(make_tower(value, git));
    } else if (verb == "link") {
      place(recipe, Json::array({Json::array({"symlink", value.at(0), value.at(1)})}), git.path());
    } else if (verb == "remove") {
      fs::remove_all(git.path() / value.get<std::string>());
    } else if (verb == "hand_in") {
      hand_in = git.path() / value.get<std::string>();
    } else {
      throw std::runtime_error("no step of a recipe is called " + verb);
    }
  }
  return hand_in;
}

void place(const Recipe& recipe, const Json& entries, const fs::path& folder) {
  for (const Json& entry : entries) {
    const auto kind = entry.at(0).get<std::string>();
    const fs::path path = folder / bytes_of(recipe, entry.at(1));
    fs::create_directories(path.parent_path());
    if (kind == "file")
      test::write_file(path, bytes_of(recipe, entry.at(2)));
    else if (kind == "symlink")
      fs::create_symlink(bytes_of(recipe, entry.at(2)), path);
    else if (kind == "folder")
      fs::create_directories(path);
    else if (kind == "pipe" && ::mkfifo(path.c_str(), 0666) == 0)
      continue;
    else
      throw std::runtime_error("cannot place a " + kind);
  }
}

void pack(const Recipe& recipe, const Source& source, const fs::path& folder,
          const fs::path& archive) {
  std::vector<test::Packed> packed;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    packed.push_back({entry.path().lexically_relative(folder),
                      std::string(std::istreambuf_iterator<char>(stream), {}),
                      test::Packed::Kind::kFile});
  }
  const std::map<std::string, test::Packed::Kind> kinds = {
      {"file", test::Packed::Kind::kFile},
      {"folder", test::Packed::Kind::kFolder},
      {"symlink", test::Packed::Kind::kSymlink},
      {"hardlink", test::Packed::Kind::kHardLink},
      {"pipe", test::Packed::Kind::kPipe}};
  for (const Json& entry : source.entries)
    packed.push_back({bytes_of(recipe, entry.at(1)),
                      entry.size() > 2 ? bytes_of(recipe, entry.at(2)) : "",
                      kinds.at(entry.at(0).get<std::string>())});
  test::write_archive(archive, source.format, packed);
}

}  // namespace assay::attack
