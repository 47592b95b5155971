#include "storage/search/fold.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "storage/search/dictionary.h"
#include "storage/search/likeness.h"
#include "storage/search/terms.h"

namespace karvan::search {
namespace {

std::string one(std::string_view text) {
  auto words = fold_words(text);
  return words.size() == 1 ? words[0] : std::to_string(words.size()) + " words";
}

// As a desk would say: the same name.
bool same(std::string_view typed, std::string_view written) {
  Dictionary words;
  const auto target = words.add(one(written));
  const auto folded = one(typed);
  if (folded == one(written)) return true;
  const auto alike = words.alike(folded, true, 10);
  return alike == std::vector{target};
}

TEST(Fold, CaseAccentsAndDoubledLetters_DoNotMatter) {
  EXPECT_EQ(one("MUHAMMAD"), one("Muhamad"));
  EXPECT_EQ(one("Gülnar"), one("gulnar"));
  EXPECT_EQ(one("İLHAM"), one("ilham"));
  EXPECT_EQ(one("Şəfiqə"), one("sefiqe"));
}

TEST(Fold, ArabicMarksAndShapes_AreTheSameLetters) {
  EXPECT_EQ(one("محمّد"), one("محمد"));
  EXPECT_EQ(one("مُحَمَّد"), one("محمد"));
  EXPECT_EQ(one("علي"), one("علی"));
  EXPECT_EQ(one("كریم"), one("کریم"));
  EXPECT_EQ(one("عائشه"), one("عائشہ"));
  EXPECT_EQ(one("فاطمة"), one("فاطمہ"));
  EXPECT_EQ(one("مـحـمـد"), one("محمد"));
  EXPECT_EQ(one("ﻣﺤﻤﺪ"), one("محمد"));  // presentation forms, as an old printer's file has them
}

TEST(Fold, AZeroWidthNonJoiner_PartsWords) {
  EXPECT_EQ(fold_words("گل\u200cناز").size(), 2u);
  EXPECT_EQ(one("a\u200fli"), one("ali"));
}

TEST(Fold, Compounds_AreOneWordHoweverTheyArePartedOrBound) {
  for (const auto* name : {"Abdur Rehman", "Abdur-Rehman", "AbdurRehman", "Abdul Rehman", "Abd ur Rehman"})
    EXPECT_EQ(one(name), one("Abdurrehman")) << name;
  EXPECT_EQ(one("Abdul Aziz"), one("abdulaziz"));
  EXPECT_EQ(one("Abd Ullah"), one("Abdullah"));
  EXPECT_EQ(one("عبد الرحمن"), one("عبدالرحمن"));
  EXPECT_EQ(one("عبد اللہ"), one("عبداللہ"));
  EXPECT_EQ(one("Habib Ullah"), one("Habibullah"));
  EXPECT_EQ(one("Habib-ul-lah"), one("Habibullah"));
  EXPECT_EQ(one("حبیب اللہ"), one("حبیباللہ"));
  for (const auto* name : {"Salah ud Din", "Salah-ud-Din", "Salahud Din", "Salah Uddin", "Salahaddin"})
    EXPECT_EQ(one(name).substr(0, 5), one("Salahuddin").substr(0, 5)) << name;
  EXPECT_EQ(one("Salah ud Din"), one("Salahuddin"));
  EXPECT_EQ(one("Salah-ud-Deen"), one("Salahuddin"));
  EXPECT_EQ(one("Zia ul Haq"), one("Ziaulhaq"));
}

TEST(Fold, OgluAndQizi_AreLeftOut) {
  EXPECT_EQ(fold_words("Əliyev Vüsal Rəşid oğlu").size(), 3u);
  EXPECT_EQ(fold_words("Əliyeva Günel Rəşid qızı").size(), 3u);
}

TEST(Fold, MuhammadInThreeScripts_IsOneName) {
  for (const auto* a : {"Muhammad", "محمد", "Məhəmməd", "Mohd", "Мəһəммəд"})
    for (const auto* b : {"Muhammad", "محمد", "Məhəmməd"}) EXPECT_TRUE(same(a, b)) << a << " " << b;
  EXPECT_EQ(skeleton_of(one("Muhammad")), "MMD");
  EXPECT_EQ(skeleton_of(one("محمد")), "MMD");
  EXPECT_EQ(skeleton_of(one("Məhəmməd")), "MMD");
}

TEST(Fold, NamesAcrossScriptsAndSpellings_AreClose) {
  const std::pair<const char*, const char*> pairs[] = {{"Abdur Rehman", "عبدالرحمن"},
                                                       {"Salah ud Din", "صلاح الدین"},
                                                       {"Habibullah", "حبیب اللہ"},
                                                       {"Zulfiqar", "ذوالفقار"},
                                                       {"Farhan", "فرحان"},
                                                       {"Shabnam", "شبنم"},
                                                       {"Waseem", "وسیم"},
                                                       {"Nadeem", "ندیم"},
                                                       {"Kamran", "کامران"},
                                                       {"Bushra", "بشریٰ"},
                                                       {"Rehman", "Rahman"},
                                                       {"Hussain", "Hüseyn"},
                                                       {"Əliyev", "Aliyev"},
                                                       {"Əliyev", "Әлијев"},
                                                       {"Qasımov", "Gasimov"},
                                                       {"Uthman", "عثمان"},
                                                       {"Ramadan", "Ramzan"},
                                                       {"Mumtaz", "ممتاز"},
                                                       {"Khalid", "خالد"},
                                                       {"Bilal", "بلال"},
                                                       {"Jalal", "جلال"}};
  for (const auto& [a, b] : pairs) {
    EXPECT_TRUE(same(a, b)) << a << " " << b;
    EXPECT_TRUE(same(b, a)) << b << " " << a;
  }
}

TEST(Fold, DifferentNamesOfOneSkeleton_AreNotClose) {
  EXPECT_FALSE(same("Muhammad", "Mahmood"));
  EXPECT_FALSE(same("محمد", "محمود"));
  EXPECT_FALSE(same("Aslam", "Islam"));
  EXPECT_FALSE(same("Ahmad", "Hamid"));
}

TEST(Fold, OfAnyBytes_StaysWithinItsBounds) {
  std::string wild;
  for (int i = 0; i < 5'000; ++i) wild += static_cast<char>(i * 7 % 256);
  const auto words = fold_words(wild);
  EXPECT_LE(words.size(), words_max);
  for (const auto& word : words) EXPECT_LE(word.size(), letters_max);
  EXPECT_TRUE(fold_words(" \xff\xfe - ").empty());
  EXPECT_LE(fold_number(std::string(9'999, '7')).size(), letters_max);
}

TEST(Typo, OneLetterMoreLessOtherOrTwoChanged_IsOne) {
  for (const auto* typed : {"asla", "asalm", "aslamm", "aslan", "saslam"}) EXPECT_TRUE(one_typo_apart(typed, "aslam"));
  for (const auto* typed : {"aslam", "asl", "alsma", "malsa"}) EXPECT_FALSE(one_typo_apart(typed, "aslam"));
}

TEST(Number, DashesScriptsAndPrefixes_DoNotMatter) {
  EXPECT_EQ(number_key(Kind::identity, "35202-1234567-1"), number_key(Kind::identity, "3520212345671"));
  EXPECT_EQ(number_key(Kind::identity, "۳۵۲۰۲-۱۲۳۴۵۶۷-۱"), number_key(Kind::identity, "35202 1234567 1"));
  for (const auto* phone : {"+92 300 1234567", "0300-1234567", "00923001234567", "300 1234567", "٠٣٠٠١٢٣٤٥٦٧"})
    EXPECT_EQ(number_key(Kind::phone, phone), number_key(Kind::phone, "03001234567")) << phone;
  EXPECT_EQ(number_key(Kind::phone, "+994 50 123 45 67"), number_key(Kind::phone, "050 1234567"));
  EXPECT_EQ(number_key(Kind::identity, "5ARPXK2"), number_key(Kind::code, "5arpxk2"));
  EXPECT_FALSE(number_key(Kind::document, "7"));
}

TEST(Number, WhatBeginsSo_LiesInItsRun) {
  const auto key = *number_key(Kind::identity, "35202-1234567-1");
  const auto begins = [&](const char* typed) {
    const auto runs = number_runs(typed);
    return std::any_of(runs.begin(), runs.end(), [&](const auto& run) { return key >= run.first && key < run.end; });
  };
  for (const auto* typed : {"35", "35202-", "35202-12345", "3520212345671"}) EXPECT_TRUE(begins(typed)) << typed;
  EXPECT_FALSE(begins("36"));
  EXPECT_TRUE(number_runs("3").empty());
}

TEST(Number, IsAskedForWhereThereAreDigits) {
  EXPECT_TRUE(asks_number("35202-12"));
  EXPECT_TRUE(asks_number("0G4-7KQ"));
  EXPECT_FALSE(asks_number("Aslam"));
  EXPECT_FALSE(asks_number(""));
}

TEST(Terms, ComeBackAsTheyWereWritten_SortedAndOnce) {
  const Terms terms{{"khan", "ali", "ali"}, {one("محمد")}, {*number_key(Kind::identity, "3520212345671"), 5}};
  const auto read = read_terms(write_terms(terms));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->own, (std::vector<std::string>{"ali", "khan"}));
  EXPECT_EQ(read->kin, terms.kin);
  EXPECT_EQ(read->numbers, (std::vector<std::int64_t>{5, *number_key(Kind::identity, "3520212345671")}));
  EXPECT_EQ(write_terms(*read), write_terms(terms));
  for (const auto* bad : {"", "ali \n", "ali\n\n", "\n\n\x80"}) EXPECT_FALSE(read_terms(bad)) << bad;
}

}  // namespace
}  // namespace karvan::search
