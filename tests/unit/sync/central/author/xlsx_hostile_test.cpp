#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>

#include "sync/central/author/xlsx.h"
#include "tests/support/workbook_writer.h"
#include "tests/unit/sync/central/author/forms.h"

// Files that are made to hurt: each is refused at a small price, which is measured for this process: the processor's
// time, and how far memory rose above what it was, the kernel's high-water mark being set back before.
namespace karvan::central::author {
namespace {

#if defined(__SANITIZE_ADDRESS__)
#define KARVAN_SLOW_TREE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KARVAN_SLOW_TREE 1
#endif
#endif
#ifdef KARVAN_SLOW_TREE
constexpr double seconds_max = 20;
constexpr long memory_kb_max = 900 << 10;
#else
constexpr double seconds_max = 3;
constexpr long memory_kb_max = 200 << 10;
#endif

struct Spent {
  double seconds;
  long peak_kb;
};

Spent spent() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::ifstream status("/proc/self/status");
  long peak = 0;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) peak = std::stol(line.substr(6));
  }
  return {static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6, peak};
}

// What reading cost, in any case.
tl::expected<XlsxSheets, XlsxFault> read_at_small_price(const std::string& bytes) {
  std::ofstream("/proc/self/clear_refs") << "5";
  const Spent before = spent();
  auto sheets = read_xlsx(bytes, [](std::string_view) { return true; });
  const Spent after = spent();
  EXPECT_LT(after.seconds - before.seconds, seconds_max);
  EXPECT_LT(after.peak_kb - before.peak_kb, memory_kb_max);
  return sheets;
}

void expect_refused(const std::string& bytes, const std::string& what) {
  auto sheets = read_at_small_price(bytes);
  ASSERT_FALSE(sheets);
  EXPECT_NE(sheets.error().what.find(what), std::string::npos) << sheets.error().what;
  EXPECT_FALSE(sheets.error().instead.empty());
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string workbook_with(const std::string& sheet) { return zipped(workbook_parts({{"survey", sheet}})); }

TEST(HostileXlsx, ZipBomb_IsRefused) {
  expect_refused(workbook_with("<worksheet>" + std::string(64 << 20, ' ') + "</worksheet>"), "longer than 24 MiB");
}

TEST(HostileXlsx, BombThatLiesAboutItsSize_IsRefused) {
  std::string bytes = workbook_with("<worksheet>" + std::string(40 << 20, ' ') + "</worksheet>");
  // The sheet is the first part of the central directory: its size there, made small.
  bytes.replace(bytes.find("PK\x01\x02") + 24, 4, std::string("\x10\0\0\0", 4));
  EXPECT_FALSE(read_at_small_price(bytes));
}

TEST(HostileXlsx, NestedEntities_AreRefusedUnread) {
  std::string entities = "<!ENTITY a \"aaaaaaaaaa\">";
  for (char name = 'b'; name < 'n'; ++name) {
    const std::string last = "&" + std::string(1, static_cast<char>(name - 1)) + ";";
    entities += "<!ENTITY " + std::string(1, name) + " \"" + repeated(last, 10) + "\">";
  }
  expect_refused(
      workbook_with(
          "<!DOCTYPE worksheet [" + entities +
          "]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&m;</t></is></c></row></sheetData></worksheet>"),
      "entities of its own");
}

TEST(HostileXlsx, OutsideEntity_IsNeverOpened) {
  expect_refused(workbook_with("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w>&x;</w>"),
                 "entities of its own");
}

TEST(HostileXlsx, CellOfTenMegabytes_IsRefused) {
  expect_refused(
      workbook_with(sheet_xml("<row><c t=\"inlineStr\"><is><t>" + std::string(10 << 20, 'x') + "</t></is></c></row>")),
      "longer than 32 KiB");
}

TEST(HostileXlsx, MillionRows_AreRefused) {
  expect_refused(workbook_with(sheet_xml(repeated("<row><c><v>1</v></c></row>", 600'000))), "more cells than a form");
  expect_refused(workbook_with(sheet_xml(repeated("<row><c><v>1</v></c></row>", 60'000))), "more than 50000 rows");
  expect_refused(workbook_with(sheet_xml("<row r=\"1000000\"><c><v>1</v></c></row>")), "more than 50000 rows");
}

TEST(HostileXlsx, FewCellsFarToTheRight_AreCounted) {
  expect_refused(workbook_with(sheet_xml(repeated("<row><c r=\"KN1\"><v>1</v></c></row>", 40'000))),
                 "more cells than a form");
}

TEST(HostileXlsx, OneTextNamedByManyCells_IsCounted) {
  const std::string strings = "<sst><si><t>" + std::string(30'000, 'x') + "</t></si></sst>";
  const std::string cells = repeated("<row><c t=\"s\"><v>0</v></c></row>", 5'000);
  expect_refused(zipped(workbook_parts({{"survey", sheet_xml(cells)}}, strings)), "more cells than a form");
}

TEST(HostileXlsx, DeepNesting_IsReadWithoutDepth) {
  EXPECT_TRUE(read_at_small_price(workbook_with("<worksheet>" + repeated("<a>", 400'000) + repeated("</a>", 400'000) +
                                                "<sheetData/></worksheet>")));
}

TEST(HostileXlsx, PartsTwice_AreRefused) {
  auto parts = workbook_parts({{"survey", sheet_xml("")}});
  parts.emplace_back("XL/worksheets/SHEET1.xml", "<worksheet/>");
  expect_refused(zipped(parts), "in the file twice");
}

class PathTrick : public testing::TestWithParam<const char*> {};
TEST_P(PathTrick, Part_IsRefused) {
  auto parts = workbook_parts({{"survey", sheet_xml("")}});
  parts.emplace_back(GetParam(), "x");
  expect_refused(zipped(parts), "leads out of the file");
}
INSTANTIATE_TEST_SUITE_P(All, PathTrick,
                         testing::Values("../../etc/passwd", "/etc/passwd", "xl/../../x", "xl\\..\\x", "c:/x", ".."));

TEST(HostileXlsx, RelationThatLeadsOut_NamesNothing) {
  auto parts = workbook_parts({{"survey", sheet_xml("<row><c><v>1</v></c></row>")}});
  for (auto& [name, bytes] : parts) {
    if (name != "xl/_rels/workbook.xml.rels") continue;
    bytes.replace(bytes.find("worksheets/"), 11, "../../../../");
  }
  expect_refused(zipped(parts), "no part");
}

TEST(HostileXlsx, TooManyParts_AreRefused) {
  ZipParts parts;
  for (int i = 0; i < 1500; ++i) parts.emplace_back("p" + std::to_string(i), "x");
  expect_refused(zipped(parts), "more than 1000 parts");
}

TEST(HostileXlsx, EncryptedOrOld_IsRefusedInWords) {
  expect_refused(zipped(workbook_parts({{"survey", sheet_xml("")}}), "secret"), "encrypted");
  expect_refused(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(512, '\0'), "password");
  expect_refused(std::string(9 << 20, 'x'), "longer than 8 MiB");
  expect_refused("PK\x03\x04 and nothing else", "no .xlsx workbook");
  expect_refused("", "no .xlsx workbook");
}

TEST(HostileXlsx, EveryCutOfAWorkbook_IsReadOrRefused) {
  const std::string bytes = workbook_of({{"survey", {{"type", "name", "label"}, {"text", "a", "A"}}}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    auto sheets = read_xlsx(std::string_view(bytes).substr(0, size), [](std::string_view) { return true; });
    EXPECT_TRUE(sheets || !sheets.error().what.empty()) << size;
  }
}

// Hostile sheets in CSV, and expressions, through the whole compiler.
TEST(HostileCsv, MillionRowsAndLongCells_AreRefused) {
  auto rows = compiled_survey("type,name,label\n" + repeated("text,a,A\n", 1'000'000));
  ASSERT_FALSE(rows);
  EXPECT_NE(rows.error().find("more than 50000 rows"), std::string::npos) << rows.error();
  auto cell = compiled_survey("type,name,label\ntext,a," + std::string(10 << 20, 'x') + "\n");
  ASSERT_FALSE(cell);
  EXPECT_NE(cell.error().find("longer than 32 KiB"), std::string::npos) << cell.error();
  auto wide = compiled_survey("type,name,label\n" + repeated(std::string(299, ',') + "\n", 45'000));
  ASSERT_FALSE(wide);
  EXPECT_NE(wide.error().find("more cells than a form"), std::string::npos) << wide.error();
}

TEST(HostileExpression, NestedParentheses_AreRefused) {
  auto form = compiled_survey("type,name,label,relevant\ntext,a,A,\ntext,b,B," + repeated("(", 10'000) + "1" +
                              repeated(")", 10'000) + "\n");
  ASSERT_FALSE(form);
  EXPECT_NE(form.error().find("too long"), std::string::npos) << form.error();
  auto deep = compiled_survey("type,name,label,relevant\ntext,a,A,\ntext,b,B," + repeated("(", 3'000) + "1" +
                              repeated(")", 3'000) + "\n");
  ASSERT_FALSE(deep);
  EXPECT_NE(deep.error().find("too deep"), std::string::npos) << deep.error();
}

}  // namespace
}  // namespace karvan::central::author
