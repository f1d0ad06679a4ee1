#include "gotool/inspection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::gotool {
namespace {

using testing::HasSubstr;

// As the inspector prints it, in one line.
constexpr std::string_view kGood =
    R"({"schema_version":1,"files":[{"path":"a/x.go","package":"x",)"
    R"("parse_errors":[{"text":"expected ';'","line":9,"column":2}],)"
    R"("imports":[{"path":"time","name":"clock","line":3,"column":8}],)"
    R"("directives":[{"text":"//go:norace","line":5,"column":1}],)"
    R"("uses":[{"text":"time.Tick","line":6,"column":10}],)"
    R"("dead":[{"text":"time.Tick","line":6,"column":10}],)"
    R"("assigned":[{"text":"io.EOF","line":8,"column":3}],)"
    R"("declarations":[{"text":"Limiter.Allow","line":7,"column":19}],)"
    R"("build_constraint":"linux","formatted":false,"lines":12,"tokens":34}]})";

std::string with(std::string_view old, std::string_view replacement) {
  std::string text(kGood);
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), replacement);
}

TEST(ParseInspection, ReadsEveryField) {
  const auto inspection = parse_inspection(kGood, {"a/x.go"});
  ASSERT_TRUE(inspection) << inspection.error().message;
  ASSERT_EQ(inspection->files.size(), 1U);
  const InspectedFile& file = inspection->files[0];
  EXPECT_EQ(file.path, "a/x.go");
  EXPECT_EQ(file.package, "x");
  EXPECT_EQ(file.parse_errors.at(0).text, "expected ';'");
  EXPECT_EQ(file.imports.at(0).path, "time");
  EXPECT_EQ(file.imports.at(0).name, "clock");
  EXPECT_EQ(file.imports.at(0).at.column, 8U);
  EXPECT_EQ(file.directives.at(0).text, "//go:norace");
  EXPECT_EQ(file.uses.at(0).text, "time.Tick");
  EXPECT_EQ(file.uses.at(0).at.line, 6U);
  EXPECT_EQ(file.dead.at(0).text, "time.Tick");
  EXPECT_EQ(file.assigned.at(0).text, "io.EOF");
  EXPECT_EQ(file.declarations.at(0).text, "Limiter.Allow");
  EXPECT_EQ(file.build_constraint, "linux");
  EXPECT_FALSE(file.formatted);
  EXPECT_EQ(file.lines, 12U);
  EXPECT_EQ(file.tokens, 34U);
}

TEST(ParseInspection, IsAboutTheFilesThatWereAskedFor) {
  EXPECT_FALSE(parse_inspection(kGood, {}));
  EXPECT_FALSE(parse_inspection(kGood, {"x.go"}));
  EXPECT_FALSE(parse_inspection(kGood, {"a/x.go", "a/y.go"}));
  EXPECT_TRUE(parse_inspection(R"({"schema_version":1,"files":[]})", {}));
}

TEST(ParseInspection, RefusesWhatTheInspectorDoesNotPrint) {
  for (const std::string& json : {std::string(),
                                  std::string("null"),
                                  std::string("[]"),
                                  std::string("{}"),
                                  std::string(kGood) + "x",
                                  std::string(kGood.substr(0, kGood.size() - 1)),
                                  with("\"schema_version\":1", "\"schema_version\":2"),
                                  with("\"schema_version\":1,", ""),
                                  with("\"line\":9", "\"line\":-1"),
                                  with("\"line\":9", "\"line\":0"),
                                  with("\"line\":9", "\"line\":9.5"),
                                  with("\"line\":9", "\"line\":99999999999"),
                                  with("\"line\":9", "\"line\":\"9\""),
                                  with("\"formatted\":false", "\"formatted\":0"),
                                  with("\"tokens\":34", "\"tokens\":34,\"more\":1"),
                                  with("\"tokens\":34", "\"tokens\":34,\"tokens\":1"),
                                  with("\"uses\":[", "\"used\":["),
                                  with("\"uses\":[{", "\"uses\":[null,{"),
                                  with("time.Tick", "\xff\xfe"),
                                  with("time.Tick", std::string(5000, 'x'))}) {
    const auto inspection = parse_inspection(json, {"a/x.go"});
    ASSERT_FALSE(inspection) << json;
    EXPECT_EQ(inspection.error().kind, ErrorKind::kInfrastructure);
    EXPECT_THAT(inspection.error().message, HasSubstr("inspector"));
  }
}

TEST(ParseInspection, RefusesDepthAndSize) {
  std::string deep = R"({"schema_version":1,"files":)" + std::string(100'000, '[');
  EXPECT_FALSE(parse_inspection(deep, {"a/x.go"}));
  EXPECT_FALSE(parse_inspection(std::string(kMaxInspectionBytes + 1, ' '), {"a/x.go"}));
}

TEST(InspectionList, IsOneNameALine) {
  EXPECT_EQ(inspection_list({"a.go", "b/c.go"}).value(), "a.go\nb/c.go\n");
  EXPECT_FALSE(inspection_list({"a.go", "b\nc.go"}));
  EXPECT_FALSE(inspection_list({"a\r.go"}));
  EXPECT_FALSE(inspection_list({""}));
}

}  // namespace
}  // namespace assay::gotool
