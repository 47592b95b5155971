#include "node/print/render.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace karvan::print {
namespace {

using counter::Paper;
using counter::Slip;

Slip receipt(Paper paper = Paper::receipt_80mm) {
  Slip s;
  s.kind = "receipt";
  s.paper = paper;
  s.title = "Receipt";
  s.number_label = "No.";
  s.number = "R-7001";
  s.rows = {{"Name", "Muhammad Ali", false, false}, {"Identity card", "35202-1234567-1", true, false}};
  s.qr = "KV:R-7001";
  return s;
}

// The output of poppler's pdftotext or pdfinfo on a PDF.
std::string through(const std::string& tool, const std::string& pdf) {
  static int files = 0;
  const auto path = std::filesystem::temp_directory_path() /
                    ("karvan-print-" + std::to_string(getpid()) + "-" + std::to_string(++files) + ".pdf");
  std::ofstream(path, std::ios::binary) << pdf;
  const auto command = tool + " " + path.string() + (tool.starts_with("pdftotext") ? " -" : "");
  std::string out;
  if (auto* pipe = popen(command.c_str(), "r")) {
    std::array<char, 4096> buffer;
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
    pclose(pipe);
  }
  std::filesystem::remove(path);
  return out;
}

int pages_of(const std::string& pdf) {
  const auto info = through("pdfinfo", pdf);
  const auto at = info.find("Pages:");
  return at == std::string::npos ? 0 : std::atoi(info.c_str() + at + 6);
}

TEST(Render, Receipt_SaysWhatTheSlipSays) {
  auto pdf = render(receipt());
  ASSERT_TRUE(pdf);
  const auto text = through("pdftotext -layout", *pdf);
  for (auto words : {"Receipt", "R-7001", "Muhammad Ali", "35202-1234567-1"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
}

TEST(Render, Azerbaijani_HasItsLetters) {
  auto slip = receipt();
  slip.language = "az";
  slip.title = "Ödəniş qəbzi";
  EXPECT_NE(through("pdftotext", *render(slip)).find("Ödəniş qəbzi"), std::string::npos);
}

TEST(Render, Receipt_IsOnePageAsWideAsTheRoll) {
  auto pdf = render(receipt());
  EXPECT_EQ(pages_of(*pdf), 1);
  EXPECT_NE(through("pdfinfo", *pdf).find(" 226.77"), std::string::npos);
}

TEST(Render, LongSlipOnA4_BreaksPagesAndNumbersThem) {
  auto slip = receipt(Paper::a4);
  slip.rows.assign(120, {"Label", "Value", false, false});
  auto pdf = render(slip);
  ASSERT_TRUE(pdf);
  EXPECT_GT(pages_of(*pdf), 2);
  EXPECT_NE(through("pdftotext -layout", *pdf).find("2 / "), std::string::npos);
}

TEST(Render, RowTallerThanAPage_GoesOnOverPages) {
  auto slip = receipt(Paper::a5);
  std::string novel;
  for (int i = 0; i < 3'000; ++i) novel += "word ";
  slip.rows = {{"Remarks", novel + "theend", false, false}};
  auto pdf = render(slip);
  ASSERT_TRUE(pdf);
  EXPECT_NE(through("pdftotext", *pdf).find("theend"), std::string::npos);
}

TEST(Render, SlipBeyondThePages_IsRefused) {
  auto slip = receipt(Paper::receipt_80mm);
  slip.paper = Paper::a5;
  slip.statement.assign(200'000, '\n');
  EXPECT_EQ(render(slip).error().code, Code::body_too_large);
}

TEST(Render, SameSlip_GivesTheSameBytes) { EXPECT_EQ(*render(receipt()), *render(receipt())); }

TEST(Render, LabelsThatAreKept_DependOnPaperAndLanguageAndAreNotTooMany) {
  const auto first = *render(receipt());
  auto wide = receipt(Paper::a4), urdu = receipt();
  urdu.language = "ur";
  for (const auto& slip : {wide, urdu}) {
    std::string fresh;  // of a thread that keeps nothing yet
    std::thread([&] { fresh = *render(slip); }).join();
    EXPECT_EQ(*render(slip), fresh);
  }
  for (int i = 0; i < 600; ++i) {
    auto other = receipt();
    other.rows = {{"Label " + std::to_string(i), "x", false, false}};
    ASSERT_TRUE(render(other));
  }
  EXPECT_EQ(*render(receipt()), first);
}

TEST(Render, CharacterOfNoFont_IsRefusedNotBoxed) {
  auto slip = receipt();
  slip.rows[0].value = "\U000F1234";  // private use: no font has it
  EXPECT_EQ(render(slip).error().code, Code::glyph_missing);
}

TEST(Render, BrokenUtf8_IsRefused) {
  auto slip = receipt();
  slip.rows[0].value = "\xff\xfe";
  EXPECT_EQ(render(slip).error().code, Code::malformed);
}

TEST(Render, Urdu_HasEveryGlyph) {
  auto slip = receipt(Paper::a4);
  slip.language = "ur";
  slip.title = "رسید";
  slip.statement = "تصدیق کی جاتی ہے کہ محمد علی خان ضلع لاہور کے رہائشی ہیں۔";
  slip.rows = {{"شناختی کارڈ نمبر", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱", true, false}};
  EXPECT_EQ(pages_of(*render(slip)), 1);
}

Slip certificate(const std::string& language, const std::string& statement, std::size_t rows) {
  Slip s{.kind = "certificate", .paper = Paper::a4, .language = language};
  s.issuer = s.title = statement.substr(0, statement.find(' '));
  s.number_label = "No.";
  s.number = "7001";
  s.provisional = s.title;
  s.statement = statement;
  s.rows.assign(rows, {s.title, "35202-1234567-1", true, false});
  s.signatures = {{s.title, s.title, ""}};
  s.qr = "KV1:" + std::string(560, 'A');
  return s;
}
constexpr auto urdu = "تصدیق کی جاتی ہے کہ محمد علی خان ضلع لاہور کے رہائشی ہیں۔";

TEST(Certificate, ThatJustOverflows_IsSetSmallerOnOnePage) {
  EXPECT_EQ(pages_of(*render(certificate("ur", urdu, 12))), 1);
  EXPECT_EQ(pages_of(*render(certificate("en", "It is certified.", 22))), 1);
}

TEST(Certificate, ThatNeedsTwoPages_HasThemWithCodeAndHandOnTheLast) {
  auto pdf = render(certificate("en", "It is certified.", 45));
  ASSERT_TRUE(pdf);
  EXPECT_EQ(pages_of(*pdf), 2);
  EXPECT_NE(through("pdftotext -layout", *pdf).find("2 / 2"), std::string::npos);
}

TEST(Certificate, OfOnePage_SaysSo) {
  EXPECT_NE(through("pdftotext -layout", *render(certificate("en", "It is certified.", 3))).find("1 / 1"),
            std::string::npos);
}

TEST(Summary, HasABoxForEveryParty) {
  Slip s{.kind = "summary", .paper = Paper::a4};
  s.title = "Summary";
  s.number = "0G4-7KQ-2MX-3";
  s.declaration = "I agree.";
  s.signatures = {{"Father", "Ali", "Thumb"}, {"Mother", "Sara", "Thumb"}, {"Witness", "", "Thumb"}};
  const auto text = through("pdftotext -layout", *render(s));
  for (auto words : {"Father", "Mother", "Witness", "Ali", "Sara", "I agree.", "0G4-7KQ-2MX-3"})
    EXPECT_NE(text.find(words), std::string::npos) << words;
}

TEST(DaySheet, Lines_StayAsTheyAreInAnyLanguage) {
  Slip s{.kind = "day_sheet", .paper = Paper::a4, .language = "ur"};
  s.title = "روزنامچہ";
  s.verbatim = "karvan/day/v1\n  filed   30\n";
  const auto text = through("pdftotext -layout", *render(s));
  EXPECT_NE(text.find("karvan/day/v1"), std::string::npos);
  EXPECT_NE(text.find("  filed   30"), std::string::npos);
}

}  // namespace
}  // namespace karvan::print
