// Reads JSON that a person wrote, strictly: every field is asked for by name and
// type, whatever was not asked for is an error, and each error names the file,
// the JSON pointer and the remedy.
//
// nlohmann-json by itself lets the last of two equal keys win, turns 3.9 into 3
// and -1 into 4294967295, and recurses as deep as the input says; here the bytes
// and the depth are capped, equal keys refused, and types and ranges checked.
//
// A document keeps the first error; after it, readers give defaults, so that a
// caller reads everything and checks once:
//
//   JsonDocument document("exercise.json", bytes);
//   JsonObject top = document.object();
//   exercise.title = top.text("title");
//   top.finish();
//   ASSAY_CHECK(document.status());
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace assay {

class JsonDocument;

/// A value of any type, at a place in a document.
class JsonValue {
 public:
  JsonValue(JsonDocument* document, const nlohmann::json* value, std::string pointer)
      : document_(document), value_(value), pointer_(std::move(pointer)) {}

  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_text() const;
  [[nodiscard]] bool is_integer() const;
  [[nodiscard]] bool is_null() const;
  /// A string as it is, a number, true or false as JSON writes it; nothing for any other value.
  [[nodiscard]] std::optional<std::string> scalar() const;
  /// Where it is: "/submissions/3/deadline", "" for the whole document.
  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  std::string text() const;
  std::uint64_t integer(std::uint64_t least, std::uint64_t most) const;
  /// Any whole number of 64 bits, below zero too.
  std::int64_t signed_integer() const;
  bool boolean() const;
  std::vector<JsonValue> items() const;
  class JsonObject object() const;

  /// Records an error at this place, if it is the document's first.
  void refuse(std::string_view what, std::string hint = {}) const;

 private:
  friend class JsonObject;
  JsonDocument* document_;
  const nlohmann::json* value_;  // null after an error: readers give defaults
  std::string pointer_;
};

/// An object whose members are asked for by name.
class JsonObject {
 public:
  explicit JsonObject(JsonValue value) : value_(std::move(value)) {}

  [[nodiscard]] bool has(std::string_view name) const;
  /// What its members are called, for an object whose names are data; asking does not make them
  /// known to finish().
  [[nodiscard]] std::vector<std::string> names() const;
  /// The member; its absence is an error.
  JsonValue member(std::string_view name);
  /// The member, or nothing.
  std::optional<JsonValue> optional(std::string_view name);

  std::string text(std::string_view name) { return member(name).text(); }
  std::string text_or(std::string_view name, std::string fallback);
  std::uint64_t integer(std::string_view name, std::uint64_t least, std::uint64_t most) {
    return member(name).integer(least, most);
  }
  std::uint64_t integer_or(std::string_view name, std::uint64_t least, std::uint64_t most,
                           std::uint64_t fallback);
  bool boolean_or(std::string_view name, bool fallback);
  std::vector<std::string> texts(std::string_view name);
  std::vector<std::string> texts_or(std::string_view name, std::vector<std::string> fallback);

  /// Refuses members that nobody asked for, with the nearest known name.
  void finish();
  void refuse(std::string_view what, std::string hint = {}) const {
    value_.refuse(what, std::move(hint));
  }

 private:
  JsonValue value_;
  std::set<std::string, std::less<>> known_;
};

/// The bytes of one JSON file (64 levels deep at most) and the first error found in it. A value
/// takes up to a hundred bytes of memory, however short it is: whoever allows many bytes should
/// say how many values there may be.
class JsonDocument {
 public:
  JsonDocument(std::string file, std::string_view bytes, std::size_t max_bytes = 4U << 20,
               std::size_t max_values = 4U << 20);
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  JsonValue value();
  JsonObject object() { return value().object(); }
  [[nodiscard]] Status status() const;

 private:
  friend class JsonValue;
  void refuse(std::string_view pointer, std::string_view what, std::string hint);

  std::string file_;
  std::unique_ptr<nlohmann::json> root_;
  std::optional<Error> error_;
};

}  // namespace assay
