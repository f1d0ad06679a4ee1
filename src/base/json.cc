#include "base/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace assay {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 64;

// At most `most` bytes of a text that came from the document, fit for a message.
std::string excerpt(std::string_view text, std::size_t most = 80) {
  if (text.size() <= most) return printable_line(text);
  return printable_line(text.substr(0, most)) + "...";
}

// The JSON pointer of a member of the object at `object`. Made for each member that is read, and
// needed for few.
std::string pointer_of(std::string_view object, std::string_view member) {
  std::string pointer;
  pointer.reserve(object.size() + 1 + member.size());
  pointer += object;
  pointer += '/';
  if (member.find_first_of("~/") == std::string_view::npos) return pointer.append(member);
  for (const char c : member) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

// What is wrong with the document as a whole.
struct Flaw {
  std::string pointer;
  std::string what;
  std::string hint;
};

// Builds the value itself, so that it can refuse equal keys and depth while reading.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  StrictBuilder(Json& root, std::size_t max_values) : root_(root), max_values_(max_values) {}

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
    Level& level = levels_.back();
    const auto [place, is_new] = level.container->emplace(std::move(name), nullptr);
    level.key = place.key();
    level.place = &*place;
    if (!is_new) flaw_ = {pointer(), "stands there twice", "keep one of the two"};
    return is_new;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& why) override {
    // "[json.exception.parse_error.101] parse error at line 3, column 1: ... last read: '...'"
    const std::string_view text = why.what();
    const std::size_t at = text.find("] ");
    flaw_ = {"", "is not well-formed JSON: ", "correct it there"};
    flaw_.what += at == std::string_view::npos ? "at byte " + std::to_string(position)
                                               : excerpt(text.substr(at + 2), 200);
    return false;
  }

  [[nodiscard]] const Flaw& flaw() const { return flaw_; }

 private:
  struct Level {
    Json* container;
    std::string_view key{};  // of the member being read, if it is an object
    Json* place = nullptr;   // of its value
  };

  Json* put(Json value) {
    if (++values_ > max_values_) {
      flaw_ = {"", "holds more than " + std::to_string(max_values_) + " values", "make it smaller"};
      return nullptr;
    }
    if (levels_.empty()) return &(root_ = std::move(value));
    const Level& level = levels_.back();
    if (level.container->is_array()) return &level.container->emplace_back(std::move(value));
    return &(*level.place = std::move(value));
  }
  bool open(Json container) {
    if (levels_.size() >= kMaxDepth) {
      flaw_ = {pointer(), "is nested deeper than " + std::to_string(kMaxDepth) + " levels",
               "make it flatter"};
      return false;
    }
    Json* const place = put(std::move(container));
    if (place != nullptr) levels_.push_back({place});
    return place != nullptr;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }

  // The place that is being read.
  [[nodiscard]] std::string pointer() const {
    std::string path;
    for (const Level& level : levels_) {
      const bool innermost = &level == &levels_.back();
      if (level.container->is_object())
        path = pointer_of(path, level.key);
      else
        path += "/" + std::to_string(level.container->size() - (innermost ? 0 : 1));
    }
    return path;
  }

  Json& root_;
  std::size_t max_values_;
  std::size_t values_ = 0;
  std::vector<Level> levels_;
  Flaw flaw_;
};

// The name that was probably meant: near, for its length, and not there already.
const std::string* nearest_name(std::string_view name,
                                const std::set<std::string, std::less<>>& known,
                                const Json& object) {
  const std::string* nearest = nullptr;
  std::size_t least = std::min<std::size_t>(3, name.size() / 3 + 1) + 1;
  for (const std::string& one : known) {
    const std::size_t longer = std::max(one.size(), name.size());
    if (longer - std::min(one.size(), name.size()) >= least || object.contains(one)) continue;
    if (const std::size_t distance = edit_distance(name, one); distance < least) {
      least = distance;
      nearest = &one;
    }
  }
  return nearest;
}

}  // namespace

bool JsonValue::is_object() const {
  return value_ != nullptr && value_->is_object();
}
bool JsonValue::is_array() const {
  return value_ != nullptr && value_->is_array();
}
bool JsonValue::is_text() const {
  return value_ != nullptr && value_->is_string();
}
bool JsonValue::is_integer() const {
  return value_ != nullptr && value_->is_number_integer();
}
bool JsonValue::is_null() const {
  return value_ != nullptr && value_->is_null();
}

std::optional<std::string> JsonValue::scalar() const {
  if (value_ == nullptr || value_->is_null() || value_->is_structured()) return std::nullopt;
  return value_->is_string() ? value_->get<std::string>() : value_->dump();
}

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
  const bool fits =
      !value_->is_number_unsigned() || value_->get<std::uint64_t>() <= std::uint64_t{INT64_MAX};
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

std::vector<std::string> JsonObject::names() const {
  std::vector<std::string> names;
  if (value_.value_ == nullptr) return names;
  for (const auto& [name, value] : value_.value_->items()) names.push_back(name);
  return names;
}

std::optional<JsonValue> JsonObject::optional(std::string_view name) {
  known_.emplace(name);
  if (value_.value_ == nullptr) return std::nullopt;
  const auto found = value_.value_->find(name);
  if (found == value_.value_->end()) return std::nullopt;
  return JsonValue(value_.document_, &*found, pointer_of(value_.pointer_, name));
}

JsonValue JsonObject::member(std::string_view name) {
  if (auto value = optional(name)) return *value;
  if (value_.value_ != nullptr)
    value_.refuse("lacks the member \"" + std::string(name) + "\"", "add it");
  return {value_.document_, nullptr, pointer_of(value_.pointer_, name)};
}

std::string JsonObject::text_or(std::string_view name, std::string fallback) {
  const auto value = optional(name);
  return value ? value->text() : std::move(fallback);
}

std::uint64_t JsonObject::integer_or(std::string_view name, std::uint64_t least, std::uint64_t most,
                                     std::uint64_t fallback) {
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
    const std::string* nearest = nearest_name(name, known_, *value_.value_);
    value_.refuse("has an unknown member \"" + excerpt(name) + "\"",
                  nearest != nullptr ? "did you mean \"" + *nearest + "\"?" : "remove it");
    return;
  }
}

JsonDocument::JsonDocument(std::string file, std::string_view bytes, std::size_t max_bytes,
                           std::size_t max_values)
    : file_(std::move(file)), root_(std::make_unique<Json>()) {
  if (bytes.size() > max_bytes) {
    refuse("", "is larger than " + std::to_string(max_bytes) + " bytes", "make it smaller");
    return;
  }
  StrictBuilder builder(*root_, max_values);
  if (!Json::sax_parse(bytes, &builder))
    refuse(builder.flaw().pointer, builder.flaw().what, builder.flaw().hint);
}

JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::value() {
  return {this, error_ ? nullptr : root_.get(), ""};
}

Status JsonDocument::status() const {
  if (error_) return tl::unexpected(*error_);
  return {};
}

void JsonDocument::refuse(std::string_view pointer, std::string_view what, std::string hint) {
  if (error_) return;
  std::string message = printable_line(file_) + ": ";
  if (!pointer.empty()) message += excerpt(pointer, 200) + ": ";
  message += what;
  error_ = Error{ErrorKind::kUsage, std::move(message), std::move(hint)};
}

}  // namespace assay
