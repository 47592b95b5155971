#include "sync/central/author/xlsx.h"

#include <gtest/gtest.h>

#include "tests/support/workbook_writer.h"

namespace karvan::central::author {
namespace {

bool every(std::string_view) { return true; }

tl::expected<XlsxSheets, XlsxFault> read_sheet(const std::string& rows, const std::string& strings = {},
                                               const std::string& styles = {}) {
  return read_xlsx(zipped(workbook_parts({{"survey", sheet_xml(rows)}}, strings, styles)), every);
}

Row first_row(const std::string& cells, const std::string& strings = {}, const std::string& styles = {}) {
  auto sheets = read_sheet("<row r=\"1\">" + cells + "</row>", strings, styles);
  if (!sheets) throw std::runtime_error(sheets.error().what);
  return sheets->at(0).second.at(0);
}

TEST(Xlsx, Texts_AreSharedInlineOrAFormulasResult) {
  EXPECT_EQ(
      first_row(
          "<c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>in line</t></is></c>"
          "<c r=\"C1\" t=\"str\"><f>CONCAT(A1)</f><v>made</v></c>",
          "<sst><si><t>zero</t></si><si><r><t>two </t></r><r><rPr/><t>runs</t></r><rPh><t>x</t></rPh></si></sst>"),
      (Row{"two runs", "in line", "made"}));
}

TEST(Xlsx, NumbersAndBooleans_AreAsPeopleSeeThem) {
  EXPECT_EQ(first_row("<c><v>1</v></c><c><v>1.0</v></c><c><v>0.30000000000000004</v></c><c><v>1E3</v></c>"
                      "<c><v>-2.5</v></c><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c><f>1+1</f><v>2</v></c>"),
            (Row{"1", "1", "0.3", "1000", "-2.5", "TRUE", "FALSE", "2"}));
}

TEST(Xlsx, Dates_AreByTheCellsStyle) {
  const std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd\\.mm\\.yyyy hh:mm\"/>"
      "<numFmt numFmtId=\"171\" formatCode=\"[$-409]d-mmm-yy\"/><numFmt numFmtId=\"172\" formatCode=\"0.00&quot; "
      "days&quot;\"/>"
      "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/><xf numFmtId=\"170\"/>"
      "<xf numFmtId=\"171\"/><xf numFmtId=\"172\"/></cellXfs></styleSheet>";
  EXPECT_EQ(first_row("<c s=\"1\"><v>46347</v></c><c s=\"2\"><v>0.5</v></c><c s=\"3\"><v>46347.25</v></c>"
                      "<c s=\"4\"><v>1</v></c><c s=\"5\"><v>3</v></c><c s=\"0\"><v>46347</v></c>",
                      "", styles),
            (Row{"2026-11-21", "12:00:00", "2026-11-21T06:00:00", "1900-01-01", "3", "46347"}));
}

TEST(Xlsx, Places_AreKeptWhereCellsAndRowsAreLeftOut) {
  auto sheets = read_sheet(
      "<row r=\"2\"><c r=\"B2\"><v>5</v></c></row><row><c><v>6</v></c></row>"
      "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>");
  ASSERT_TRUE(sheets) << sheets.error().what;
  const auto& rows = sheets->at(0).second;
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0], Row{});
  EXPECT_EQ(rows[1], (Row{"", "5"}));
  EXPECT_EQ(rows[2], Row{"6"});
}

TEST(Xlsx, EscapedCharactersAndPrefixes_AreRead) {
  EXPECT_EQ(first_row("<x:c xmlns:x=\"m\" t=\"inlineStr\"><x:is><x:t>a_x000A_b_x005F_x &amp; c</x:t></x:is></x:c>"),
            (Row{"a\nb_x & c"}));
}

TEST(Xlsx, MergedCells_AreInTheFirst) {
  auto sheets = read_xlsx(
      zipped(workbook_parts({{"survey",
                              "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"/></row>"
                              "</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>"}})),
      every);
  ASSERT_TRUE(sheets);
  EXPECT_EQ(sheets->at(0).second.at(0), Row{"1"});
}

TEST(Xlsx, UnwantedSheet_IsNotRead) {
  auto bytes =
      zipped(workbook_parts({{"survey", sheet_xml("<row><c><v>1</v></c></row>")}, {"notes", "<worksheet><broken"}}));
  auto sheets = read_xlsx(bytes, [](std::string_view name) { return name == "survey"; });
  ASSERT_TRUE(sheets) << sheets.error().what;
  EXPECT_EQ(sheets->at(1).first, "notes");
  EXPECT_TRUE(sheets->at(1).second.empty());
  EXPECT_FALSE(read_xlsx(bytes, every));
}

struct Broken {
  const char *rows, *column, *what;
};
class XlsxCell : public testing::TestWithParam<Broken> {};
TEST_P(XlsxCell, Fault_IsToldWithItsPlace) {
  auto sheets = read_sheet(GetParam().rows);
  ASSERT_FALSE(sheets);
  EXPECT_EQ(sheets.error().sheet, "survey");
  EXPECT_EQ(sheets.error().row, 3u);
  EXPECT_EQ(sheets.error().column, GetParam().column);
  EXPECT_NE(sheets.error().what.find(GetParam().what), std::string::npos) << sheets.error().what;
  EXPECT_FALSE(sheets.error().instead.empty());
}
INSTANTIATE_TEST_SUITE_P(All, XlsxCell,
                         testing::Values(Broken{"<row r=\"3\"><c r=\"B3\" t=\"e\"><v>#REF!</v></c></row>", "B",
                                                "#REF!"},
                                         Broken{"<row r=\"3\"><c r=\"AA3\"><f>1+1</f></c></row>", "AA", "no result"},
                                         Broken{"<row r=\"3\"><c r=\"C3\" t=\"s\"><v>9</v></c></row>", "C", "damaged"},
                                         Broken{"<row r=\"3\"><c r=\"KP3\"><v>1</v></c></row>", "KP", "300 cells"}));

}  // namespace
}  // namespace karvan::central::author
