// A small, complete exercise to break in one place at a time.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/result.h"

namespace assay::exercise {

/// A manifest that uses every member there is. Valid.
nlohmann::json full_manifest();

/// The least that is a manifest. Valid.
nlohmann::json least_manifest();

/// An exercise "counter" in a temporary folder: manifest, three questions, starter, hidden tests,
/// two solutions, one mutant. Valid until a test changes it.
class ExerciseFolder {
 public:
  ExerciseFolder();
  [[nodiscard]] std::filesystem::path path() const { return root_.path() / "counter"; }
  [[nodiscard]] std::filesystem::path at(std::string_view name) const { return path() / name; }
  void write(std::string_view name, std::string_view bytes) const;
  void write_json(std::string_view name, const nlohmann::json& json) const {
    write(name, json.dump(2));
  }
  void remove(std::string_view name) const { std::filesystem::remove_all(at(name)); }

 private:
  TempDir root_;
};

/// "message | hint" of what failed; "" if nothing did.
template <class T>
std::string refusal(const tl::expected<T, Error>& result) {
  return result ? "" : result.error().message + " | " + result.error().hint;
}

}  // namespace assay::exercise
