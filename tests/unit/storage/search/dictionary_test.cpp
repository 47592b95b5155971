#include "storage/search/dictionary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "storage/search/likeness.h"

namespace karvan::search {
namespace {

using Texts = std::set<std::string>;

// Words of few letters, so that most have neighbours; some told by the index at once, some one by one, some added
// since.
struct Lexicon {
  explicit Lexicon(unsigned seed) {
    std::mt19937 random(seed);
    const auto word = [&] {
      std::string text;
      for (unsigned n = 1 + random() % 6; n > 0; --n) text += "abn\x84\xa3"[random() % 5];
      return text;
    };
    for (int round = 0; round < 3; ++round) {
      Texts told;
      for (int i = 0; i < 700; ++i) told.insert(word());
      for (const auto& text : told)
        if (all.insert(text).second) words.know({text, ++ids, {static_cast<std::int64_t>(random() % 9), 1}});
      words.settle();
      for (int i = 0; i < 300; ++i) all.insert(std::string(words.at(words.add(word())).text));
    }
    words.add(count_word(3));
  }
  Texts texts(const std::vector<Dictionary::Ordinal>& ordinals) const {
    Texts texts;
    for (const auto word : ordinals) texts.emplace(words.at(word).text);
    return texts;
  }

  Dictionary words;
  Texts all;
  std::int64_t ids = 0;
};

TEST(Dictionary, OfWordsToldAndAdded_EachIsFound_UnderOneOrdinal) {
  const Lexicon lexicon(1);
  EXPECT_EQ(lexicon.words.size(), lexicon.all.size() + 1);
  for (const auto& text : lexicon.all) {
    const auto found = lexicon.words.find(text);
    ASSERT_TRUE(found);
    EXPECT_EQ(lexicon.words.at(*found).text, text);
  }
  EXPECT_FALSE(lexicon.words.find("zz"));
}

TEST(Dictionary, PrefixAndTypingMistake_FindWhatLookingThroughAllFinds) {
  const Lexicon lexicon(2);
  const auto look_through = [&](auto is_one) {
    Texts found;
    std::copy_if(lexicon.all.begin(), lexicon.all.end(), std::inserter(found, found.end()), is_one);
    return found;
  };
  std::mt19937 random(3);
  for (int i = 0; i < 400; ++i) {
    std::string typed;
    for (unsigned n = 3 + random() % 4; n > 0; --n) typed += "abnz\x84\xa3"[random() % 6];
    const auto prefix = typed.substr(0, 1 + random() % 3);
    EXPECT_EQ(lexicon.texts(lexicon.words.begins(prefix, 10'000)),
              look_through([&](const auto& text) { return text.starts_with(prefix); }));
    EXPECT_EQ(lexicon.texts(lexicon.words.mistyped(typed, 10'000)),
              look_through([&](const auto& text) { return one_typo_apart(typed, text); }))
        << typed;
  }
}

TEST(Dictionary, MostFrequentWords_ComeFirst) {
  Dictionary words;
  for (const std::int64_t count : {3, 9, 1, 7}) words.know({"ali" + std::to_string(count), count, {count, 0}});
  words.settle();
  const auto begun = words.begins("ali", 2);
  ASSERT_EQ(begun.size(), 2u);
  EXPECT_EQ(words.at(begun[0]).text, "ali9");
  EXPECT_EQ(words.at(begun[1]).id, 7);
}

TEST(Dictionary, AWordThatIsToldAgain_KeepsItsOrdinal) {
  Dictionary words;
  const auto added = words.add("gulnar");
  words.know({"gulnar", 5, {2, 1}});
  words.settle();
  EXPECT_EQ(words.find("gulnar"), added);
  EXPECT_EQ(words.at(added).id, 5);
  EXPECT_EQ(words.at(added).count(), 3);
}

TEST(Dictionary, OtherSpellings_OfWordsToldAndAdded_AreFound) {
  Dictionary words;
  words.know({"karim", 1, {9, 0}});
  words.settle();
  words.add("qarim");
  words.add("rashid");
  const auto alike = words.alike("karym", true, 10);
  ASSERT_EQ(alike.size(), 2u);
  EXPECT_EQ(words.at(alike[0]).text, "karim");
  EXPECT_EQ(words.at(alike[1]).text, "qarim");
}

}  // namespace
}  // namespace karvan::search
