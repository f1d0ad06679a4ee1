#include "grading/contract.h"

#include <gmock/gmock.h>

namespace assay::grading {
namespace {

// The messages are those of go 1.25 and 1.26.
TEST(Contract, SaysWhatIsMissing) {
  EXPECT_EQ(explain_contract("undefined: limiter.Close", "limiter"),
            "Close is missing from the package");
  EXPECT_EQ(
      explain_contract("(*limiter.Limiter).Wait undefined (type *limiter.Limiter has no field "
                       "or method Wait)",
                       "limiter"),
      "the method Wait of *Limiter is missing");
  EXPECT_EQ(
      explain_contract("(*limiter.Limiter).Allow undefined (type *limiter.Limiter has no field "
                       "or method Allow, but does have unexported method allow)",
                       "limiter"),
      "the method Allow of *Limiter is missing (there is the unexported method allow)");
}

TEST(Contract, SaysWhichTypeDiffers) {
  EXPECT_EQ(
      explain_contract("cannot use limiter.New (value of type func(rate int) *limiter.Limiter) as "
                       "func(float64, int) *limiter.Limiter value in variable declaration",
                       "limiter"),
      "New has the type func(rate int) *Limiter, expected func(float64, int) *Limiter");
}

TEST(Contract, SaysThatThePackageIsAnother) {
  EXPECT_EQ(explain_contract("\"example.test/limiter\" imported as pool and not used", "limiter"),
            "the package is named pool, expected limiter");
}

TEST(Contract, LeavesOthersAlone) {
  for (const char* message :
       {"", "undefined: x", "undefined: other.Close", "cannot use", "cannot use x (value of type ",
        "cannot use x (value of type y) as ", " undefined (type ", "syntax error"})
    EXPECT_EQ(explain_contract(message, "limiter"), "") << message;
}

TEST(Contract, OnlyWholePackageNamesAreCut) {
  EXPECT_EQ(explain_contract("cannot use pool.New (value of type func(mypool.T, a/pool.T) pool.T) "
                             "as func() value in argument",
                             "pool"),
            "New has the type func(mypool.T, a/pool.T) T, expected func()");
}

TEST(Build, OwnMessagesFirstThenSentencesThenTheRest) {
  const auto message = [](std::string file, std::string text) {
    Diagnostic diagnostic;
    diagnostic.file = std::move(file);
    diagnostic.message = std::move(text);
    diagnostic.check = "compile";
    return diagnostic;
  };
  const auto explained = explain_build(
      {message("contract_test.go", "undefined: limiter.Wait"),
       message("hidden_test.go", "undefined: limiter.Wait"), message("hidden_test.go", "odd"),
       message("limiter.go", "undefined: limiter.Wait"), message("x_test.go", "too many errors")},
      {"limiter.go"}, "limiter");
  ASSERT_EQ(explained.size(), 3U);
  EXPECT_EQ(explained[0].file, "limiter.go");
  EXPECT_EQ(explained[0].check, "compile");
  EXPECT_EQ(explained[1].file, "");
  EXPECT_EQ(explained[1].check, "contract");
  EXPECT_EQ(explained[1].message, "Wait is missing from the package");
  EXPECT_EQ(explained[2].message, "odd");
}

TEST(Sources, AreTheLinesThatDiagnosticsName) {
  const FileSet files = {{"a.go", "package a\r\n\tx := 1\nlast"}};
  const auto source = [&](std::string file, std::uint32_t line) {
    std::vector<Diagnostic> diagnostics(1);
    diagnostics[0].file = std::move(file);
    diagnostics[0].line = line;
    add_sources(diagnostics, files);
    return diagnostics[0].source;
  };
  EXPECT_EQ(source("a.go", 1), "package a");
  EXPECT_EQ(source("a.go", 2), "\tx := 1");
  EXPECT_EQ(source("a.go", 3), "last");
  EXPECT_EQ(source("a.go", 4), "");
  EXPECT_EQ(source("a.go", 0), "");
  EXPECT_EQ(source("b.go", 1), "");
}

}  // namespace
}  // namespace assay::grading
