#include "base/json.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace assay {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 64;

// Builds the value itself, so that it can refuse equal keys and depth while reading.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit StrictBuilder(Json& root) : root_(root) {}

  bool null() override { return put(nullptr) != nullptr; }
  bool boolean(bool value) override { return put(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return put(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return put(value) != nullptr; }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return put(value) != nullptr;
  }
  bool string(string_t& value) override { return put(std::move(value)) != nullptr; }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (stack_.back()->contains(name)) {
      error_ = "the key \"" + printable_line(name) + "\" stands there twice";
      return false;
    }
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& why) override {
    // "[json.exception.parse_error.101] parse error at line 3, column 1: ..."
    const std::string text = why.what();
    const std::size_t at = text.find("] ");
    error_ = at == std::string::npos ? "no JSON at byte " + std::to_string(position)
                                     : printable_line(text.substr(at + 2));
    return false;
  }

  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  Json* put(Json value) {
    if (stack_.empty()) return &(root_ = std::move(value));
    Json& parent = *stack_.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    return &(parent[key_] = std::move(value));
  }
  bool open(Json container) {
    if (stack_.size() >= kMaxDepth) {
      error_ = "nested deeper than " + std::to_string(kMaxDepth) + " levels";
      return false;
    }
    stack_.push_back(put(std::move(container)));
    return true;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }

  Json& root_;
  std::vector<Json*> stack_;
  std::string key_;
  std::string error_;
};

std::string escape_pointer(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    if (c == '~') escaped += "~0";
    else if (c == '/') escaped += "~1";
    else escaped += c;
  }
  return escaped;
}

}  // namespace

bool JsonValue::is_object() const { return value_ != nullptr && value_->is_object(); }
bool JsonValue::is_array() const { return value_ != nullptr && value_->is_array(); }
bool JsonValue::is_text() const { return value_ != nullptr && value_->is_string(); }
bool JsonValue::is_null() const { return value_ != nullptr && value_->is_null(); }

void JsonValue::refuse(std::string_view what, std::string hint) const {
  document_->refuse(pointer_, what, std::move(hint));
}

std::string JsonValue::text() const {
  if (value_ == nullptr) return {};
  if (!value_->is_string()) {
    refuse("must be a string");
    return {};
  }
  return value_->get<std::string>();
}

std::uint64_t JsonValue::integer(std::uint64_t least, std::uint64_t most) const {
  if (value_ == nullptr) return least;
  if (value_->is_number_unsigned()) {
    const auto number = value_->get<std::uint64_t>();
    if (number >= least && number <= most) return number;
  }
  refuse("must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

std::int64_t JsonValue::signed_integer() const {
  if (value_ == nullptr) return 0;
  const bool fits = !value_->is_number_unsigned() ||
                    value_->get<std::uint64_t>() <= std::uint64_t{INT64_MAX};
  if (value_->is_number_integer() && fits) return value_->get<std::int64_t>();
  refuse("must be a whole number of 64 bits");
  return 0;
}

bool JsonValue::boolean() const {
  if (value_ == nullptr) return false;
  if (!value_->is_boolean()) {
    refuse("must be true or false");
    return false;
  }
  return value_->get<bool>();
}

std::vector<JsonValue> JsonValue::items() const {
  std::vector<JsonValue> items;
  if (value_ == nullptr) return items;
  if (!value_->is_array()) {
    refuse("must be an array");
    return items;
  }
  for (std::size_t i = 0; i < value_->size(); ++i)
    items.emplace_back(document_, &(*value_)[i], pointer_ + "/" + std::to_string(i));
  return items;
}

JsonObject JsonValue::object() const {
  if (value_ != nullptr && !value_->is_object()) {
    refuse("must be an object");
    return JsonObject(JsonValue(document_, nullptr, pointer_));
  }
  return JsonObject(*this);
}

bool JsonObject::has(std::string_view name) const {
  return value_.value_ != nullptr && value_.value_->contains(name);
}

std::optional<JsonValue> JsonObject::optional(std::string_view name) {
  known_.emplace(name);
  if (!has(name)) return std::nullopt;
  return JsonValue(value_.document_, &(*value_.value_)[std::string(name)],
                   value_.pointer_ + "/" + escape_pointer(name));
}

JsonValue JsonObject::member(std::string_view name) {
  if (auto value = optional(name)) return *value;
  if (value_.value_ != nullptr)
    value_.refuse("lacks the member \"" + std::string(name) + "\"", "add it");
  return {value_.document_, nullptr, value_.pointer_ + "/" + escape_pointer(name)};
}

std::string JsonObject::text_or(std::string_view name, std::string fallback) {
  const auto value = optional(name);
  return value ? value->text() : std::move(fallback);
}

std::uint64_t JsonObject::integer_or(std::string_view name, std::uint64_t least,
                                     std::uint64_t most, std::uint64_t fallback) {
  const auto value = optional(name);
  return value ? value->integer(least, most) : fallback;
}

bool JsonObject::boolean_or(std::string_view name, bool fallback) {
  const auto value = optional(name);
  return value ? value->boolean() : fallback;
}

std::vector<std::string> JsonObject::texts(std::string_view name) {
  std::vector<std::string> texts;
  for (const JsonValue& item : member(name).items()) texts.push_back(item.text());
  return texts;
}

std::vector<std::string> JsonObject::texts_or(std::string_view name,
                                              std::vector<std::string> fallback) {
  if (!has(name)) {
    known_.emplace(name);
    return fallback;
  }
  return texts(name);
}

void JsonObject::finish() {
  if (value_.value_ == nullptr) return;
  for (const auto& [name, unused] : value_.value_->items()) {
    if (known_.contains(name)) continue;
    const std::string* nearest = nullptr;
    for (const std::string& known : known_)
      if (edit_distance(name, known) <= 3 &&
          (nearest == nullptr || edit_distance(name, known) < edit_distance(name, *nearest)))
        nearest = &known;
    value_.refuse("has an unknown member \"" + printable_line(name) + "\"",
                  nearest != nullptr ? "did you mean \"" + *nearest + "\"?" : "remove it");
    return;
  }
}

JsonDocument::JsonDocument(std::string file, std::string_view bytes, std::size_t max_bytes)
    : file_(std::move(file)), root_(std::make_unique<Json>()) {
  if (bytes.size() > max_bytes) {
    refuse("", "is larger than " + std::to_string(max_bytes) + " bytes", "make it smaller");
    return;
  }
  StrictBuilder builder(*root_);
  if (!Json::sax_parse(bytes, &builder))
    refuse("", "is not well-formed JSON: " + builder.error(), "");
}

JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::value() { return {this, error_ ? nullptr : root_.get(), ""}; }

Status JsonDocument::status() const {
  if (error_) return tl::unexpected(*error_);
  return {};
}

void JsonDocument::refuse(std::string_view pointer, std::string_view what, std::string hint) {
  if (error_) return;
  std::string message = printable_line(file_) + ": ";
  if (!pointer.empty()) message += printable_line(pointer) + ": ";
  message += what;
  error_ = Error{ErrorKind::kUsage, std::move(message), std::move(hint)};
}

}  // namespace assay
