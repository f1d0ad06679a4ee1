// Rosters that were made to do harm: none crashes, fills the memory, or takes its time.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "base/text.h"
#include "roster_support.h"

namespace assay::roster {
namespace {

using testing::HasSubstr;

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

std::string checked(const Result<Roster>& roster) {
  const std::string message = refusal(roster);
  EXPECT_EQ(message, printable(message));
  EXPECT_LT(message.size(), 10'000U);
  return message;
}

TEST(Hostile, SixtyFourMebibytesOfOneByte) {
  EXPECT_THAT(checked(csv(std::string(kMaxBytes, '"'))),
              HasSubstr("r.csv:1: holds a cell of more"));
  EXPECT_THAT(checked(csv(std::string(kMaxBytes, '\0'))), HasSubstr("r.csv:1: "));
  EXPECT_THAT(checked(csv(std::string(kMaxBytes, ','))), HasSubstr("more than 200 cells"));
  EXPECT_THAT(checked(json(std::string(kMaxBytes, '"'))), HasSubstr("not well-formed JSON"));
  EXPECT_THAT(checked(json(std::string(kMaxBytes, '['))),
              HasSubstr("nested deeper than 64 levels"));
}

TEST(Hostile, OneByteTooMany) {
  const std::string large(kMaxBytes + 1, 'x');
  EXPECT_EQ(checked(csv(large)), "r.csv is larger than 67108864 bytes");
  EXPECT_EQ(checked(json(large)), "r.json is larger than 67108864 bytes");
}

std::string rows(std::size_t count) {
  std::string text = "candidate,repo\n";
  for (std::size_t i = 0; i < count; ++i)
    text += "c" + std::to_string(i) + ",/r" + std::to_string(i) + "\n";
  return text;
}

TEST(Hostile, OneRowTooMany) {
  const auto most = csv(rows(kMaxEntries));
  ASSERT_TRUE(most) << refusal(most);
  EXPECT_EQ(most->entries.size(), kMaxEntries);
  EXPECT_EQ(checked(csv(rows(kMaxEntries + 1))), "r.csv:100002: there are more than 100000 rows");
}

TEST(Hostile, OneEntryTooMany) {
  std::string text = "[";
  for (std::size_t i = 0; i <= kMaxEntries; ++i)
    text += std::string(i == 0 ? "" : ",") + R"({"candidate":"c)" + std::to_string(i) +
            R"(","repo":"/r)" + std::to_string(i) + "\"}";
  EXPECT_EQ(checked(json(text + "]")), "r.json: there are more than 100000 entries");
}

TEST(Hostile, AHundredThousandMistakes) {
  std::string text = "candidate,repo,deadline\n";
  for (std::size_t i = 0; i < kMaxEntries; ++i) text += ",,soon\n";
  EXPECT_THAT(checked(csv(text)), HasSubstr("for 300000 reasons:"));
}

TEST(Hostile, AHundredThousandTimesTheSame) {
  const std::string names =
      checked(csv("candidate,repo\n" + repeated("ada,/a\n", 7 * kMaxEntries)));
  EXPECT_THAT(names, HasSubstr("for 99999 reasons:"));
}

TEST(Hostile, ManyValuesInLittleSpace) {
  for (const char* piece : {"[],", R"({"":0},)"}) {
    std::string text = "[" + repeated(piece, kMaxBytes - 1'000);
    text.back() = ']';
    EXPECT_THAT(checked(json(text)), HasSubstr("holds more than 2100000 values")) << piece;
  }
}

TEST(Hostile, MoreToCarryAlongThanThereIsRoomFor) {
  std::string text = "candidate,repo";
  for (int i = 0; i < 190; ++i) text += "," + std::string(1'000, 'x') + std::to_string(i);
  text += "\n";
  for (int i = 0; i < 2'000; ++i)
    text += "c" + std::to_string(i) + ",/r" + std::string(190, ',') + "\n";
  EXPECT_THAT(checked(csv(text)),
              HasSubstr("what is to be carried along is more than 128 MiB up to here"));
}

TEST(Hostile, DepthAndEqualKeys) {
  EXPECT_THAT(checked(json(R"([{"candidate":"a","repo":"/a","x":)" + std::string(100, '[') +
                           std::string(100, ']') + "}]")),
              HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(checked(json(R"([{"candidate":"a","repo":"/a","x":1,"x":1}])")),
              HasSubstr("/0/x: stands there twice"));
}

TEST(Hostile, TextThatAttacksATerminal) {
  const std::string escape =
      "\x1b]0;owned\x07\xE2\x80\xAE\xC2\x9B"
      "31m";
  checked(csv("candidate,repo," + escape + "\nada,/a,x\nada,/b,x\n"));
  checked(csv("candidate,repo\n" + escape + "," + escape + "\n"));
  checked(csv("candidate,repo,at,ref,deadline,extension,subdir,exercise\na,-" + escape + "," +
              escape + ",-" + escape + "," + escape + "," + escape + ",/" + escape + "," + escape +
              "\n"));
  const auto named = parse_roster(escape + "\n.csv", "x", Format::kCsv, "/");
  EXPECT_EQ(checked(named).substr(0, 12), "\\x1b]0;owned");
  const auto carried = csv("candidate,repo,note\nada,/a,\"" + escape + "\"\n");
  ASSERT_TRUE(carried);
  EXPECT_EQ(carried->entries[0].extra[0].second, escape)
      << "reports make it harmless, each in its way";
}

TEST(Hostile, AllOfItInLittleMemory) {
  rusage usage{};
  ASSERT_EQ(::getrusage(RUSAGE_SELF, &usage), 0);
  EXPECT_LT(usage.ru_maxrss, 1'500'000) << "KiB, the rosters themselves included";
}

}  // namespace
}  // namespace assay::roster
