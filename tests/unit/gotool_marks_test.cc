#include "gotool/marks.h"

#include <gtest/gtest.h>

#include "unit/gotool_stream.h"

namespace assay::gotool {
namespace {

TEST(Marks, OutputIsDividedAmongTheTests) {
  const RecordPlan plan = test_plan();
  const std::string output = "of an init" + output_mark(plan, 0) + "first" + output_mark(plan, 1) +
                             output_mark(plan, 2) + "third\n";
  const auto parts = split_output(output, plan);
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(parts[0].index, std::nullopt);
  EXPECT_EQ(parts[0].text, "of an init");
  EXPECT_EQ(output_of(parts, 0), "first");
  EXPECT_EQ(output_of(parts, 1), "");
  EXPECT_EQ(output_of(parts, 2), "third\n");
  EXPECT_EQ(output_of(parts, 7), "");
}

TEST(Marks, OutputWithoutMarksIsOnePart) {
  for (const std::string_view output : {"", "text",
                                        "\n\x01"
                                        "assay ",
                                        "\n\x01"
                                        "assay 00 0\n"}) {
    const auto parts = split_output(output, test_plan());
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].text, output);
  }
}

TEST(Marks, AMarkThatIsRepeatedIsOutput) {
  const RecordPlan plan = test_plan();
  const std::string output =
      output_mark(plan, 1) + "mine" + output_mark(plan, 0) + output_mark(plan, 1) + "too";
  const auto parts = split_output(output, plan);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(output_of(parts, 1), "mine" + output_mark(plan, 0) + output_mark(plan, 1) + "too");
}

TEST(Marks, AForgedMarkIsOutput) {
  const RecordPlan plan = test_plan();
  RecordPlan other = plan;
  other.key[0] = 'x';
  for (const std::string& mark :
       {output_mark(other, 0), output_mark(plan, 3), output_mark(plan, 0).substr(1),
        output_mark(plan, 0).substr(0, output_mark(plan, 0).size() - 1)}) {
    const auto parts = split_output(mark, plan);
    ASSERT_EQ(parts.size(), 1U) << mark;
    EXPECT_EQ(parts[0].text, mark);
  }
}

TEST(Marks, AMarkIsFoundBehindAFalseBeginning) {
  const RecordPlan plan = test_plan();
  const std::string output =
      "\n\x01"
      "assay " +
      output_mark(plan, 0) + "text";
  EXPECT_EQ(output_of(split_output(output, plan), 0), "text");
}

TEST(Marks, AFloodOfFalseMarksIsNoBurden) {
  const RecordPlan plan = test_plan();
  std::string output;
  while (output.size() < (1U << 20))
    output +=
        "\n\x01"
        "assay " +
        std::string(32, '0') + " 0\n";
  EXPECT_EQ(split_output(output + output_mark(plan, 0) + "text", plan).size(), 2U);
}

}  // namespace
}  // namespace assay::gotool
