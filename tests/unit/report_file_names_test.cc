#include "report/file_names.h"

#include <gmock/gmock.h>

namespace assay::report {
namespace {

using ::testing::StartsWith;

TEST(FileStem, PlainNamesStay) {
  for (const char* name : {"alice", "Alice.B_c-9", "a"}) EXPECT_EQ(file_stem(name), name);
}

TEST(FileStem, WhateverComesOutIsOnePlainComponent) {
  const std::string all_bytes = [] {
    std::string text;
    for (int c = 0; c < 256; ++c) text += static_cast<char>(c);
    return text;
  }();
  for (const std::string& hostile :
       {std::string(), std::string("."), std::string(".."), std::string("../../etc/passwd"),
        std::string("-rf"), std::string("a/b"), std::string("a\\b"), std::string("x\0y", 3),
        std::string("con"), std::string("NUL.txt"), std::string("com1"), std::string("end."),
        std::string(5'000, 'x'), all_bytes, std::string("名前")}) {
    const std::string stem = file_stem(hostile);
    EXPECT_FALSE(stem.empty());
    EXPECT_LE(stem.size(), 80U);
    EXPECT_EQ(stem.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789._-"),
              std::string::npos)
        << stem;
    EXPECT_NE(stem[0], '.');
    EXPECT_NE(stem[0], '-');
    EXPECT_NE(stem, hostile);
  }
}

TEST(FileStem, TellsApartWhatItHadToChange) {
  EXPECT_NE(file_stem("a/b"), file_stem("a\\b"));
  EXPECT_THAT(file_stem("a/b"), StartsWith("a_b-"));
  EXPECT_NE(file_stem(std::string(200, 'x')), file_stem(std::string(201, 'x')));
}

TEST(FileNames, DifferInMoreThanCase) {
  FileNames names;
  EXPECT_EQ(names.next("Ada", "pool", "json"), "Ada.pool.json");
  EXPECT_EQ(names.next("ada", "pool", "json"), "ada.pool-2.json");
  EXPECT_EQ(names.next("ada", "limiter", "json"), "ada.limiter.json");
}

}  // namespace
}  // namespace assay::report
