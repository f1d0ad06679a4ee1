// The strict reader: what nlohmann-json alone would let through is refused here, and
// every refusal says where.
#include <gmock/gmock.h>

#include <functional>
#include <limits>

#include "base/json.h"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

Error error_of(const JsonDocument& document) {
  const Status status = document.status();
  EXPECT_FALSE(status) << "the document was accepted";
  return status ? Error{} : status.error();
}

// The error of a document that is an object, after `reader` has asked what it wants.
Error error_in(std::string_view bytes, const std::function<void(JsonObject&)>& reader) {
  JsonDocument document("f.json", bytes);
  JsonObject top = document.object();
  reader(top);
  top.finish();
  return error_of(document);
}

Error flaw_of(std::string_view bytes) {
  return error_in(bytes, [](JsonObject&) {});
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(JsonDocument, ReadsEveryType) {
  JsonDocument document("f.json", R"({"s": "é\n", "n": 7, "z": -7, "t": true, "a": ["x", "y"],
                                      "o": {"inner": null}})");
  JsonObject top = document.object();
  EXPECT_EQ(top.text("s"), "é\n");
  EXPECT_EQ(top.integer("n", 7, 7), 7U);
  EXPECT_EQ(top.member("z").signed_integer(), -7);
  EXPECT_TRUE(top.boolean_or("t", false));
  EXPECT_THAT(top.texts("a"), testing::ElementsAre("x", "y"));
  JsonObject inner = top.member("o").object();
  EXPECT_TRUE(inner.member("inner").is_null());
  inner.finish();
  top.finish();
  EXPECT_TRUE(document.status());
}

TEST(JsonDocument, GivesScalarsAsText) {
  JsonDocument document("f.json",
                        R"(["a\"é", 12, -7, 18446744073709551615, 2.5, true, null, [], {}])");
  std::vector<std::string> texts;
  std::string integers;
  for (const JsonValue& item : document.value().items()) integers += item.is_integer() ? 'i' : '-';
  EXPECT_EQ(integers, "-iii-----");
  for (const JsonValue& item : document.value().items())
    texts.push_back(item.scalar().value_or(item.pointer()));
  EXPECT_THAT(texts, testing::ElementsAre("a\"é", "12", "-7", "18446744073709551615", "2.5", "true",
                                          "/6", "/7", "/8"));
  EXPECT_TRUE(document.status());
}

TEST(JsonDocument, CountsValues) {
  const std::string four = R"([{"a": [], "b": 2}])";
  EXPECT_TRUE(JsonDocument("f.json", four, 100, 4).status());
  for (std::size_t most = 0; most < 4; ++most)
    EXPECT_THAT(error_of(JsonDocument("f.json", four, 100, most)).message,
                HasSubstr("holds more than " + std::to_string(most) + " values"));
}

TEST(JsonDocument, GivesFallbacksForWhatIsAbsentOnly) {
  JsonDocument document("f.json", R"({"n": 0, "t": false, "s": "", "a": []})");
  JsonObject top = document.object();
  EXPECT_EQ(top.integer_or("n", 0, 9, 5), 0U);
  EXPECT_EQ(top.integer_or("other", 0, 9, 5), 5U);
  EXPECT_FALSE(top.boolean_or("t", true));
  EXPECT_TRUE(top.boolean_or("other", true));
  EXPECT_EQ(top.text_or("s", "x"), "");
  EXPECT_EQ(top.text_or("other", "x"), "x");
  EXPECT_TRUE(top.texts_or("a", {"x"}).empty());
  EXPECT_THAT(top.texts_or("other", {"x"}), testing::ElementsAre("x"));
  top.finish();
  EXPECT_TRUE(document.status());
}

TEST(JsonDocument, RefusesWhatIsNotJsonAndSaysWhere) {
  const Error error = flaw_of("{\n  \"a\": 1,\n  \"b\" 2\n}");
  EXPECT_EQ(error.kind, ErrorKind::kUsage);
  EXPECT_THAT(error.message, HasSubstr("f.json: is not well-formed JSON: parse error at line 3"));
  EXPECT_EQ(error.hint, "correct it there");
  for (const char* bytes :
       {"", " ", "{", "{} {}", "{}x", "{'a': 1}", "{\"a\": 1,}", "{\"a\": 01}", "{\"a\": +1}",
        "{\"a\": NaN}", "{\"a\": Infinity}", "// c\n{}", "{/* c */}", "{\"a\": \"\x01\"}",
        "{\"a\": \"\xFF\"}", "{\"a\": \"\\ud800\"}", "{\"a\": \"\\x\"}"})
    EXPECT_THAT(flaw_of(bytes).message, HasSubstr("is not well-formed JSON")) << bytes;
}

TEST(JsonDocument, RefusesANumberThatIsTooLargeToHold) {
  EXPECT_THAT(flaw_of("{\"a\": 1e999}").message, HasSubstr("number overflow"));
}

TEST(JsonDocument, CutsWhatItQuotes) {
  const Error error = flaw_of("{\"a\": \"" + std::string(100'000, 'x') + "\x01\"}");
  EXPECT_LT(error.message.size(), 400U);
  const Error unknown = flaw_of("{\"" + std::string(100'000, 'x') + "\": 1}");
  EXPECT_LT(unknown.message.size(), 200U);
  EXPECT_THAT(unknown.message, HasSubstr("..."));
}

TEST(JsonDocument, ShowsHostileTextHarmlessly) {
  const Error error = flaw_of("{\"\\u001b[31m\\u202e\": 1}");
  EXPECT_EQ(error.message, "f.json: has an unknown member \"\\x1b[31m\\u{202e}\"");
  JsonDocument document("\x1b[31m.json", "[");
  EXPECT_THAT(error_of(document).message, testing::StartsWith("\\x1b[31m.json: "));
}

TEST(JsonDocument, RefusesEqualKeysAndPointsToThem) {
  Error error = flaw_of(R"({"a": 1, "a": 1})");
  EXPECT_EQ(error.message, "f.json: /a: stands there twice");
  EXPECT_EQ(error.hint, "keep one of the two");
  error = flaw_of(R"({"list": [{"x": 1}, {"p": {"a/b": [], "~": 0, "a/b": 2}}]})");
  EXPECT_EQ(error.message, "f.json: /list/1/p/a~1b: stands there twice");
  // Equal after escapes have been read, which is how a reader sees them.
  EXPECT_EQ(flaw_of(R"({"a": 1, "\u0061": 2})").message, "f.json: /a: stands there twice");
}

TEST(JsonDocument, TakesEqualKeysOfDifferentObjects) {
  JsonDocument document("f.json", R"([{"a": 1}, {"a": {"a": 2}}])");
  EXPECT_EQ(document.value().items().size(), 2U);
  EXPECT_TRUE(document.status());
}

TEST(JsonDocument, CountsLevels) {
  JsonDocument deepest("f.json", nested(64, "[", "]"));
  EXPECT_TRUE(deepest.status());
  JsonDocument deeper("f.json", nested(65, "[", "]"));
  EXPECT_THAT(error_of(deeper).message, HasSubstr("/0/0: is nested deeper than 64 levels"));
  JsonDocument objects("f.json", nested(65, "{\"k\":", "}"));
  EXPECT_THAT(error_of(objects).message, HasSubstr("/k/k: is nested deeper than 64 levels"));
  JsonDocument bomb("f.json", std::string(3U << 20, '['));
  EXPECT_THAT(error_of(bomb).message, HasSubstr("is nested deeper"));
}

TEST(JsonDocument, PointsIntoArraysByIndex) {
  const std::string deep = R"({"a": [0, [1, 2, )" + nested(62, "[", "]") + "]]}";
  EXPECT_THAT(flaw_of(deep).message, HasSubstr("f.json: /a/1/2/0/0"));
}

TEST(JsonDocument, CapsBytesBeforeItReads) {
  const std::string small = "\"123456\"";
  JsonDocument fits("f.json", small, small.size());
  EXPECT_TRUE(fits.status());
  JsonDocument too_large("f.json", small, small.size() - 1);
  EXPECT_EQ(error_of(too_large).message, "f.json: is larger than 7 bytes");
  JsonDocument usual("f.json", std::string((4U << 20) + 1, ' '));
  EXPECT_EQ(error_of(usual).message, "f.json: is larger than 4194304 bytes");
}

TEST(JsonDocument, KeepsTheFirstError) {
  JsonDocument document("f.json", R"({"a": "x", "b": "y", "c": 1})");
  JsonObject top = document.object();
  EXPECT_EQ(top.integer("a", 3, 9), 3U);  // the least, so that callers need no special case
  top.integer("b", 0, 1);
  top.member("missing");
  top.finish();
  EXPECT_EQ(error_of(document).message, "f.json: /a: must be a whole number from 3 to 9");
}

TEST(JsonDocument, GivesDefaultsAfterAnError) {
  JsonDocument document("f.json", "[1");
  JsonObject top = document.object();
  EXPECT_EQ(top.text("a"), "");
  EXPECT_EQ(top.integer("a", 2, 3), 2U);
  EXPECT_EQ(top.member("a").signed_integer(), 0);
  EXPECT_TRUE(top.boolean_or("a", true));
  EXPECT_TRUE(top.texts("a").empty());
  EXPECT_FALSE(top.has("a"));
  EXPECT_FALSE(top.optional("a"));
  EXPECT_TRUE(top.member("a").object().member("b").items().empty());
  EXPECT_THAT(error_of(document).message, HasSubstr("not well-formed"));
}

struct WrongType {
  const char* value;
  bool text, number, boolean, array, object;
};

TEST(JsonValue, IsOfOneTypeOnly) {
  for (const WrongType& one : {WrongType{"\"x\"", true, false, false, false, false},
                               WrongType{"1", false, true, false, false, false},
                               WrongType{"true", false, false, true, false, false},
                               WrongType{"[]", false, false, false, true, false},
                               WrongType{"{}", false, false, false, false, true},
                               WrongType{"null", false, false, false, false, false},
                               WrongType{"\"1\"", true, false, false, false, false},
                               WrongType{"1.5", false, false, false, false, false}}) {
    const auto accepts = [&](const std::function<void(const JsonValue&)>& reader) {
      JsonDocument document("f.json", one.value);
      reader(document.value());
      return document.status().has_value();
    };
    EXPECT_EQ(accepts([](const JsonValue& v) { v.text(); }), one.text) << one.value;
    EXPECT_EQ(accepts([](const JsonValue& v) { v.integer(0, 9); }), one.number) << one.value;
    EXPECT_EQ(accepts([](const JsonValue& v) { v.signed_integer(); }), one.number) << one.value;
    EXPECT_EQ(accepts([](const JsonValue& v) { v.boolean(); }), one.boolean) << one.value;
    EXPECT_EQ(accepts([](const JsonValue& v) { v.items(); }), one.array) << one.value;
    EXPECT_EQ(accepts([](const JsonValue& v) { v.object(); }), one.object) << one.value;
  }
}

TEST(JsonValue, NamesTheTypeItWants) {
  const auto message = [](const std::function<void(JsonObject&)>& reader) {
    return error_in(R"({"v": null})", reader).message;
  };
  EXPECT_EQ(message([](JsonObject& o) { o.text("v"); }), "f.json: /v: must be a string");
  EXPECT_EQ(message([](JsonObject& o) { o.boolean_or("v", true); }),
            "f.json: /v: must be true or false");
  EXPECT_EQ(message([](JsonObject& o) { o.texts("v"); }), "f.json: /v: must be an array");
  EXPECT_EQ(message([](JsonObject& o) { o.member("v").object(); }),
            "f.json: /v: must be an object");
}

TEST(JsonValue, TakesWholeNumbersInTheirRangeOnly) {
  const auto read = [](const std::string& number, std::uint64_t least, std::uint64_t most) {
    JsonDocument document("f.json", number);
    const std::uint64_t value = document.value().integer(least, most);
    return document.status() ? std::optional(value) : std::nullopt;
  };
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(read("3", 3, 3), 3U);
  EXPECT_EQ(read("18446744073709551615", 0, kMost), kMost);
  for (const char* number : {"2", "4", "3.9", "3.0", "3e0", "-3", "-1", "18446744073709551616",
                             "99999999999999999999999999", "4294967299", "-0.0"})
    EXPECT_EQ(read(number, 3, 3), std::nullopt) << number;
  EXPECT_EQ(read("-1", 0, kMost), std::nullopt);
  EXPECT_EQ(read("3.9", 0, kMost), std::nullopt);
  EXPECT_EQ(read("18446744073709551616", 0, kMost), std::nullopt);
}

TEST(JsonValue, TakesSignedNumbersOf64Bits) {
  const auto read = [](const std::string& number) {
    JsonDocument document("f.json", number);
    const std::int64_t value = document.value().signed_integer();
    return document.status() ? std::optional(value) : std::nullopt;
  };
  EXPECT_EQ(read("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(read("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(read("9223372036854775808"), std::nullopt);
  EXPECT_EQ(read("-9223372036854775809"), std::nullopt);
  EXPECT_EQ(read("1.0"), std::nullopt);
}

TEST(JsonValue, PointsToItemsOfArrays) {
  EXPECT_EQ(error_in(R"({"a~b": ["x", 2]})", [](JsonObject& o) { o.texts("a~b"); }).message,
            "f.json: /a~0b/1: must be a string");
  EXPECT_EQ(error_in(R"({"a/b": [{}]})",
                     [](JsonObject& o) { o.member("a/b").items().at(0).object().member("x"); })
                .message,
            "f.json: /a~1b/0: lacks the member \"x\"");
}

TEST(JsonObject, RefusesMembersThatNobodyAskedFor) {
  const auto unknown = [](const std::string& bytes) {
    return error_in(bytes, [](JsonObject& o) {
      o.text_or("points", "");
      o.text_or("policy", "");
      o.text_or("id", "");
    });
  };
  EXPECT_EQ(unknown(R"({"pionts": 1})").message, "f.json: has an unknown member \"pionts\"");
  EXPECT_EQ(unknown(R"({"pionts": 1})").hint, "did you mean \"points\"?");
  EXPECT_EQ(unknown(R"({"polcy": 1})").hint, "did you mean \"policy\"?");
  EXPECT_EQ(unknown(R"({"build": 1})").hint, "remove it");
  EXPECT_EQ(unknown(R"({"": 1})").hint, "remove it");
  EXPECT_EQ(unknown(R"({"points": "", "point": ""})").hint, "remove it");  // it is there already
}

TEST(JsonObject, PointsToTheObjectOfAnUnknownMember) {
  const Error error = error_in(R"({"a": [{"b": 1}]})", [](JsonObject& o) {
    JsonObject inner = o.member("a").items().at(0).object();
    inner.finish();
  });
  EXPECT_EQ(error.message, "f.json: /a/0: has an unknown member \"b\"");
}

TEST(JsonObject, SaysWhatIsMissing) {
  const Error error = error_in("{}", [](JsonObject& o) { o.text("id"); });
  EXPECT_EQ(error.message, "f.json: lacks the member \"id\"");
  EXPECT_EQ(error.hint, "add it");
}

TEST(JsonObject, LetsItsReaderRefuse) {
  const Error error = error_in(R"({"a": {"n": 1}})", [](JsonObject& o) {
    JsonObject inner = o.member("a").object();
    inner.integer("n", 0, 9);
    inner.refuse("is odd", "make it even");
  });
  EXPECT_EQ(error.message, "f.json: /a: is odd");
  EXPECT_EQ(error.hint, "make it even");
}

}  // namespace
}  // namespace assay
