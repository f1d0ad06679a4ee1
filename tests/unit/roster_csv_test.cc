// The reader of CSV: what the RFC and spreadsheets write comes back as it was, and all else is
// refused with the line it is on.
#include "roster/csv.h"

#include <gmock/gmock.h>

#include <random>

namespace assay::roster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Cells = std::vector<std::string>;

struct Outcome {
  std::vector<CsvRow> rows;
  std::optional<CsvError> error;
};

Outcome read(std::string_view bytes) {
  CsvReader reader(bytes);
  Outcome outcome;
  for (;;) {
    auto row = reader.next();
    if (!row) {
      outcome.error = row.error();
      EXPECT_FALSE(reader.next().value()) << "it went on after an error";
      return outcome;
    }
    if (!*row) return outcome;
    outcome.rows.push_back(**std::move(row));
  }
}

std::vector<Cells> cells(std::string_view bytes) {
  const Outcome outcome = read(bytes);
  EXPECT_FALSE(outcome.error) << outcome.error->message;
  std::vector<Cells> all;
  for (const CsvRow& row : outcome.rows) all.push_back(row.cells);
  return all;
}

// "3: what is wrong", or "" if nothing is.
std::string refusal(std::string_view bytes) {
  const Outcome outcome = read(bytes);
  if (!outcome.error) return "";
  EXPECT_FALSE(outcome.error->hint.empty()) << outcome.error->message;
  return std::to_string(outcome.error->line) + ": " + outcome.error->message;
}

TEST(Csv, ReadsRowsWithEitherLineEnd) {
  EXPECT_THAT(cells("a,b\r\nc,d\r\n"), ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
  EXPECT_THAT(cells("a,b\nc,d"), ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
  EXPECT_THAT(cells(""), IsEmpty());
  EXPECT_THAT(cells("\xEF\xBB\xBF"
                    "a"),
              ElementsAre(Cells{"a"}));
  EXPECT_THAT(cells("\xEF\xBB\xBF"), IsEmpty());
}

TEST(Csv, KeepsSpacesAndEmptyCells) {
  EXPECT_THAT(cells(" a , \n,b\na,\n"),
              ElementsAre(Cells{" a ", " "}, Cells{"", "b"}, Cells{"a", ""}));
}

TEST(Csv, ReadsQuotedCells) {
  EXPECT_THAT(cells("\"a\",\"b,c\"\n\"\",\"d\"\"e\"\"\""),
              ElementsAre(Cells{"a", "b,c"}, Cells{"", "d\"e\""}));
  EXPECT_THAT(cells("a,\"1\r\n2\n3\rx\"\nb,c"),
              ElementsAre(Cells{"a", "1\r\n2\n3\rx"}, Cells{"b", "c"}));
}

TEST(Csv, LeavesRowsWithoutTextOut) {
  EXPECT_THAT(cells("\n\na,b\n\r\n,\n\"\",\"\"\nc,d\n,\n\n"),
              ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
}

TEST(Csv, CountsTheLinesOfTheFile) {
  const Outcome outcome = read("a,b\n\n\"x\ny\r\nz\",2\r\nc,d\n");
  ASSERT_EQ(outcome.rows.size(), 3U);
  EXPECT_EQ(outcome.rows[0].line, 1U);
  EXPECT_EQ(outcome.rows[1].line, 3U);
  EXPECT_EQ(outcome.rows[2].line, 6U);
}

TEST(Csv, TakesTheDelimiterOfTheFirstLine) {
  EXPECT_EQ(CsvReader("a,b;c,d").delimiter(), ',');
  EXPECT_EQ(CsvReader("a;b,c;d\n,,,,").delimiter(), ';');
  EXPECT_EQ(CsvReader("a\tb\n").delimiter(), '\t');
  EXPECT_EQ(CsvReader("\"a,b,c\";d").delimiter(), ';');
  EXPECT_EQ(CsvReader("\"a\n,,,\";d").delimiter(), ';');
  EXPECT_EQ(CsvReader("a;b,c").delimiter(), ',');
  EXPECT_EQ(CsvReader("a").delimiter(), ',');
  EXPECT_THAT(cells("a;b\n1,5;2"), ElementsAre(Cells{"a", "b"}, Cells{"1,5", "2"}));
}

TEST(Csv, ObeysALineThatNamesTheDelimiter) {
  EXPECT_THAT(cells("sep=;\na;b,c,d\n"), ElementsAre(Cells{"a", "b,c,d"}));
  EXPECT_THAT(cells("\xEF\xBB\xBFSep=\t\r\na\tb"), ElementsAre(Cells{"a", "b"}));
  EXPECT_THAT(cells("sep=;"), IsEmpty());
  EXPECT_THAT(cells("sep=|\na"), ElementsAre(Cells{"sep=|"}, Cells{"a"}));
  EXPECT_EQ(read("sep=;\na;b").rows.at(0).line, 2U);
}

TEST(Csv, RefusesQuotesThatItWouldHaveToGuess) {
  EXPECT_THAT(refusal("a,b\nc,d\"e\n"), HasSubstr("2: there is a quote within"));
  EXPECT_THAT(refusal("a,b\nc,\"d\"e\n"), HasSubstr("2: text follows the quote"));
  EXPECT_THAT(refusal("a,b\nc,\"d\" ,e\n"), HasSubstr("2: text follows the quote"));
  EXPECT_THAT(refusal("a,b\nc, \"d\"\n"), HasSubstr("2: there is a quote within"));
  EXPECT_THAT(refusal("a\n\"b\nc\nd\n"), HasSubstr("2: a quote begins here and does not end"));
  EXPECT_THAT(refusal("\""), HasSubstr("1: a quote begins here"));
  EXPECT_THAT(refusal("\"\"\""), HasSubstr("1: a quote begins here"));
}

TEST(Csv, RefusesBytesThatAreNoText) {
  EXPECT_THAT(refusal(std::string_view("a,b\nc\0,d", 8)), "2: holds a NUL byte");
  EXPECT_THAT(refusal("a\nb\nM\xFCller\n"), "3: is not UTF-8");
  EXPECT_THAT(refusal("a\n\"b\nM\xFCller\"\n"), "2: is not UTF-8") << "the line where it begins";
  EXPECT_THAT(refusal(std::string_view("\xFF\xFE"
                                       "a\0,\0",
                                       6)),
              HasSubstr("1: "));
  EXPECT_THAT(refusal("a,b\rc,d\r"), HasSubstr("1: a carriage return is not followed"));
  EXPECT_THAT(refusal("a\r"), HasSubstr("1: a carriage return is not followed"));
}

TEST(Csv, HasABoundForColumnsAndCells) {
  const std::string most(kMaxColumns - 1, ',');
  EXPECT_EQ(cells(most + "a").at(0).size(), kMaxColumns);
  EXPECT_THAT(refusal("x\n" + most + ",a"), HasSubstr("2: has more than 200 cells"));
  const std::string longest(kMaxCellBytes, 'x');
  EXPECT_EQ(cells("\"" + longest + "\"," + longest).at(0), (Cells{longest, longest}));
  EXPECT_THAT(refusal("\"" + longest + "x\""), HasSubstr("1: holds a cell of more than 65536"));
  EXPECT_THAT(refusal("a\n" + longest + "x"), HasSubstr("2: holds a cell of more than 65536"));
}

TEST(Csv, SoonGivesUpOnALotOfNothing) {
  const std::string quotes(64U << 20, '"');
  EXPECT_THAT(refusal(quotes), HasSubstr("1: holds a cell of more than"));
  EXPECT_THAT(refusal(std::string_view(quotes).substr(1)), HasSubstr("1: holds a cell of more"));
  EXPECT_THAT(refusal(std::string(64U << 20, '\0')), HasSubstr("1: holds a cell of more than"));
  EXPECT_THAT(refusal(std::string(64U << 20, ',')), HasSubstr("1: has more than 200 cells"));
  EXPECT_THAT(cells(std::string(64U << 20, '\n')), IsEmpty());
}

// What RFC 4180 says of a row, with quotes only where they must be, or everywhere.
std::string write(const std::vector<Cells>& rows, char delimiter, bool quote_all, const char* end) {
  std::string text;
  for (const Cells& row : rows) {
    for (const std::string& cell : row) {
      if (&cell != &row.front()) text += delimiter;
      if (!quote_all && cell.find_first_of("\",;\t\r\n") == std::string::npos) {
        text += cell;
        continue;
      }
      text += '"';
      for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += end;
  }
  return text;
}

TEST(Csv, GivesBackWhatWasWritten) {
  std::mt19937 random(4180);
  const std::string letters = "ab\",;\t\r\n ";
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  for (int round = 0; round < 2'000; ++round) {
    const std::size_t columns = 2 + below(4);
    std::vector<Cells> rows = {Cells(columns, "head")};
    for (std::size_t count = below(6); count > 0; --count) {
      Cells& row = rows.emplace_back(columns);
      row[0] = "é";  // so that no row is empty
      for (std::size_t i = 1; i < columns; ++i)
        for (std::size_t size = below(7); size > 0; --size)
          row[i] += letters[below(letters.size())];
    }
    const char delimiter = ",;\t"[below(3)];
    EXPECT_EQ(cells(write(rows, delimiter, below(2) == 0, below(2) == 0 ? "\n" : "\r\n")), rows);
  }
}

}  // namespace
}  // namespace assay::roster
