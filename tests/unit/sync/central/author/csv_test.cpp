#include "sync/central/author/csv.h"

#include <gtest/gtest.h>

namespace karvan::central::author {
namespace {

using Rows = std::vector<Row>;

TEST(Csv, QuotedCells_HoldCommasNewlinesAndQuotes) {
  EXPECT_EQ(read_csv("a,\"b,\n\"\"c\"\"\",d\r\ne,,\n").value(), (Rows{{"a", "b,\n\"c\"", "d"}, {"e", "", ""}}));
}

TEST(Csv, ByteOrderMark_IsPassedOver) {
  EXPECT_EQ(read_csv("\xEF\xBB\xBF"
                     "a")
                .value(),
            (Rows{{"a"}}));
}

TEST(Csv, LastLineWithoutNewline_IsRead) { EXPECT_EQ(read_csv("a\nb").value(), (Rows{{"a"}, {"b"}})); }

TEST(Csv, LoneCarriageReturns_EndLines) { EXPECT_EQ(read_csv("a\rb").value(), (Rows{{"a"}, {"b"}})); }

TEST(Csv, UnclosedQuote_IsRefusedWithItsRow) { EXPECT_EQ(read_csv("a\n\"b").error().row, 2u); }

TEST(Csv, TextAfterAClosingQuote_IsRefused) { EXPECT_FALSE(read_csv("\"a\"b")); }

TEST(Csv, OtherEncoding_IsRefusedWithItsRow) { EXPECT_EQ(read_csv("a\nb\n\xFF\xFE").error().row, 3u); }

TEST(Csv, OverlongAndSurrogateForms_AreNoUtf8) {
  for (const char* bytes : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"})
    EXPECT_FALSE(read_csv(bytes));
}

TEST(Csv, CellBeyondTheLimit_IsRefused) { EXPECT_FALSE(read_csv(std::string(csv_cell_bytes_max + 1, 'x'))); }

TEST(Csv, RowsBeyondTheLimit_AreRefused) { EXPECT_FALSE(read_csv(std::string(csv_rows_max + 1, '\n'))); }

TEST(Csv, ColumnsBeyondTheLimit_AreRefused) { EXPECT_FALSE(read_csv(std::string(csv_columns_max, ','))); }

TEST(Csv, FileBeyondTheLimit_IsRefused) { EXPECT_FALSE(read_csv(std::string(csv_bytes_max + 1, 'x'))); }

}  // namespace
}  // namespace karvan::central::author
