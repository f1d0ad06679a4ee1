#include "json_schema.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>

namespace assay::schema {
namespace {

using nlohmann::json;

// Code points, for patterns and lengths; the input is well-formed.
std::wstring widen(const std::string& utf8) {
  std::wstring wide;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t j = 1; j < length; ++j)
      point = (point << 6) | (static_cast<unsigned char>(utf8[i + j]) & 0x3FU);
    wide.push_back(static_cast<wchar_t>(point));
    i += length;
  }
  return wide;
}

bool matches(const json& pattern, const std::string& text) {
  // std::regex takes its time, and the texts of a test are few.
  static std::map<std::pair<std::string, std::string>, bool> answers;
  static std::map<std::string, std::wregex> compiled;
  const auto [answer, is_new] = answers.try_emplace({text, pattern}, false);
  if (!is_new) return answer->second;
  auto expression = compiled.find(pattern);
  if (expression == compiled.end())
    expression = compiled.emplace(pattern, std::wregex(widen(pattern))).first;
  return answer->second = std::regex_search(widen(text), expression->second);
}

bool has_type(const std::string& type, const json& value) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "null") return value.is_null();
  throw std::runtime_error("unknown type " + type);
}

class Validator {
 public:
  explicit Validator(const json& root) : root_(root) {}

  std::string check(const json& schema, const json& value, const std::string& at) const {
    for (const auto& [keyword, rule] : schema.items())
      if (std::string broken = check_keyword(schema, keyword, rule, value, at); !broken.empty())
        return broken;
    return "";
  }

 private:
  [[nodiscard]] bool holds(const json& schema, const json& value) const {
    return check(schema, value, "").empty();
  }

  std::string check_keyword(const json& schema, const std::string& keyword, const json& rule,
                            const json& value, const std::string& at) const {
    static const std::set<std::string> kNotes = {"$schema", "$defs", "title",   "description",
                                                 "default", "$id",   "$comment"};
    if (kNotes.contains(keyword)) return "";
    if (keyword == "$ref") {
      const std::string reference = rule;
      return check(root_.at(json::json_pointer(reference.substr(1))), value, at);
    }
    if (keyword == "properties" || keyword == "items") return check_parts(keyword, rule, value, at);
    if (keyword == "additionalProperties") return check_members(schema, value, at);
    return holds_simply(keyword, rule, value) ? "" : at + ": " + keyword;
  }

  std::string check_parts(const std::string& keyword, const json& rule, const json& value,
                          const std::string& at) const {
    const bool items = keyword == "items";
    if (items ? !value.is_array() : !value.is_object()) return "";
    for (const auto& [name, part] : value.items()) {
      if (!items && !rule.contains(name)) continue;
      if (std::string broken = check(items ? rule : rule.at(name), part, at + "/" + name);
          !broken.empty())
        return broken;
    }
    return "";
  }

  [[nodiscard]] std::string check_members(const json& schema, const json& value,
                                          const std::string& at) const {
    const json& rule = schema.at("additionalProperties");
    if (rule != false && !rule.is_object())
      throw std::runtime_error("additionalProperties must be false or a schema");
    if (!value.is_object()) return "";
    for (const auto& [name, member] : value.items()) {
      if (schema.at("properties").contains(name)) continue;
      if (rule == false) return at + "/" + name + ": unknown";
      if (std::string broken = check(rule, member, at + "/" + name); !broken.empty()) return broken;
    }
    return "";
  }

  [[nodiscard]] bool holds_simply(const std::string& keyword, const json& rule,
                                  const json& value) const {
    const auto any = [&](const json& one) { return holds(one, value); };
    if (keyword == "type" && rule.is_string()) return has_type(rule, value);
    if (keyword == "type")
      return std::any_of(rule.begin(), rule.end(),
                         [&](const json& type) { return has_type(type, value); });
    if (keyword == "const") return value == rule;
    if (keyword == "enum") return std::find(rule.begin(), rule.end(), value) != rule.end();
    if (keyword == "not") return !holds(rule, value);
    if (keyword == "oneOf") return std::count_if(rule.begin(), rule.end(), any) == 1;
    if (keyword == "anyOf") return std::any_of(rule.begin(), rule.end(), any);
    if (keyword == "required")
      return !value.is_object() || std::all_of(rule.begin(), rule.end(), [&](const json& name) {
        return value.contains(name.get<std::string>());
      });
    if (keyword == "minimum") return !value.is_number() || value >= rule;
    if (keyword == "maximum") return !value.is_number() || value <= rule;
    if (keyword == "minItems") return !value.is_array() || value.size() >= rule.get<std::size_t>();
    if (keyword == "maxItems") return !value.is_array() || value.size() <= rule.get<std::size_t>();
    if (keyword == "uniqueItems")
      return !value.is_array() || std::set<json>(value.begin(), value.end()).size() == value.size();
    if (keyword == "minLength")
      return !value.is_string() || widen(value).size() >= rule.get<std::size_t>();
    if (keyword == "maxLength")
      return !value.is_string() || widen(value).size() <= rule.get<std::size_t>();
    if (keyword == "pattern") return !value.is_string() || matches(rule, value);
    throw std::runtime_error("unknown keyword " + keyword);
  }

  const json& root_;
};

}  // namespace

std::string violation(const json& schema, const json& value) {
  return Validator(schema).check(schema, value, "");
}

}  // namespace assay::schema
