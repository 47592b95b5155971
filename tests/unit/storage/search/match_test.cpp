#include "storage/search/match.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "storage/search/fold.h"

namespace karvan::search {
namespace {

// An index in memory, as the store keeps it in rows.
struct Index : Source {
  Result<void> postings(std::int64_t first, std::int64_t last,
                        const std::function<void(std::int64_t, std::string_view)>& each) override {
    ++reads;
    for (auto one = blobs.lower_bound(first); one != blobs.end() && one->first <= last; ++one)
      each(one->first, one->second.blob());
    return {};
  }
  Result<std::vector<std::int64_t>> numbers(const Run& run, std::size_t limit) override {
    std::vector<std::int64_t> documents;
    for (auto one = by_number.lower_bound(run.first); one != by_number.end() && one->first < run.end; ++one)
      if (documents.size() < limit) documents.push_back(one->second);
    return documents;
  }

  Result<std::optional<Terms>> terms(std::int64_t document) override {
    const auto found = records.find(document);
    return found == records.end() ? std::nullopt : std::optional(found->second);
  }

  static Terms terms(std::string_view own, std::string_view kin = "", std::vector<std::int64_t> numbers = {}) {
    return {fold_words(own), fold_words(kin), std::move(numbers)};
  }
  void add(std::int64_t document, std::string_view own, std::string_view kin = "") {
    const auto all = terms(own, kin);
    for (const auto& word : all.own) post(word, Field::own, document);
    for (const auto& word : all.kin) post(word, Field::kin, document);
    post(count_word(all.own.size()), Field::own, document);
    last = std::max(last, document);
    records[document] = *read_terms(write_terms(all));
  }
  void post(const std::string& text, Field field, std::int64_t document) {
    auto word = words.at(words.add(text));
    if (word.id == 0) word.id = ++ids;
    ++word.in[static_cast<std::size_t>(field)];
    words.know(word);
    blobs[place_of(word.id, field, block_of(document))].set(document % block_documents);
  }
  std::vector<std::int64_t> find(std::string_view text, std::size_t limit = 20) {
    return *Match(words, tail, *this, last).find(text, limit, [] { return false; });
  }

  Dictionary words;
  Tail tail;
  std::map<std::int64_t, Bits> blobs;
  std::map<std::int64_t, Terms> records;
  std::multimap<std::int64_t, std::int64_t> by_number;
  std::int64_t last = 0, ids = 0;
  int reads = 0;
};

using Documents = std::vector<std::int64_t>;

TEST(Match, WhatIsLikeliest_ComesFirst) {
  Index index;
  index.add(1, "Muhammad Aslam");
  index.add(2, "Muhammad Aslam Khan");
  index.add(3, "Rashid Khan", "Muhammad Aslam");
  index.add(4, "محمد اسلم");
  index.add(5, "Muhammad Aslami");
  index.add(6, "Muhammad Islam");
  index.add(7, "Farhan Khan");
  EXPECT_EQ(index.find("muhammad aslam "), (Documents{1, 2, 3, 4, 6, 5}));
  EXPECT_EQ(index.find("muhammad aslam"), (Documents{1, 2, 3, 4, 5, 6}));  // it may go on
  EXPECT_EQ(index.find("محمد اسلم").front(), 4);
}

TEST(Match, ANameAndThenTheFathers_ComesBeforeAllWhoOnlyHaveTheWords) {
  Index index;
  index.add(1, "Ali Khan", "Ahmed Khan");
  for (int i = 2; i < 42; ++i) index.add(i, i % 2 == 0 ? "Ahmed Khan" : "Ahmed Ali", "Ali Khan");
  EXPECT_EQ(index.find("ali khan ahmed khan").front(), 1);
  EXPECT_EQ(index.find("علی خان احمد خان").front(), 1);
  index.tail.put(1, 50, Index::terms("Ali Khan", "Ahmed Khan"), index.words);
  EXPECT_EQ(index.find("ali khan ahmed khan").front(), 50);
}

TEST(Match, ARareWord_SparesReadingWhatCommonOnesHave) {
  Index index;
  for (std::int64_t i = 0; i < 12'000; ++i) index.add(i * 50, "Muhammad Ali");
  for (std::int64_t i = 1; i < 18; ++i) index.add(i * block_documents + 7, "Rashid Zulqarnain");
  index.add(77, "Muhammad Zulqarnain");
  index.reads = 0;
  EXPECT_EQ(index.find("muhammad zulqarnain ", 1), Documents{77});
  EXPECT_LT(index.reads, 5);
}

// A reader learns what a word counts once; of an empty box the first exchange may bring all others at once.
TEST(Match, WordsThatHaveBecomeCommon_StillFindWhomTheyName) {
  Index index;
  index.add(1, "Zafran Aslam");
  index.add(2, "Zafran Khan");
  index.add(3, "Imran Aslam");
  const Dictionary as_learned = index.words;
  for (std::int64_t document = 4; document < 2'004; ++document)
    index.add(document, document % 2 == 0 ? "Zafran Khan" : "Imran Aslam");
  const auto found = Match(as_learned, index.tail, index, index.last).find("zafran aslam", 20, [] { return false; });
  ASSERT_FALSE(found.value().empty());
  EXPECT_EQ(found->front(), 1);
}

TEST(Match, ManyCommonWords_AreReadAsFarAsAQuestionMay) {
  Index index;
  const auto* name = "Muhammad Ali Hassan Rashid Karim Farhan Junaid Bilal Tariq Imran Naveed Rustam";
  for (std::int64_t i = 0; i < 9'000; ++i) index.add(i * 144, name);
  index.reads = 0;
  EXPECT_EQ(index.find(name, 9'001).size(), 9'000u);
  EXPECT_GT(index.reads, 400);
  EXPECT_LE(index.reads, static_cast<int>(postings_read_max));
}

TEST(Match, WithinATier_TheNewestIsFirst_AcrossBlocks) {
  Index index;
  for (const std::int64_t document : {5, 40'000, 70'000}) index.add(document, "Gulnar Aliyeva");
  EXPECT_EQ(index.find("gulnar"), (Documents{70'000, 40'000, 5}));
  EXPECT_EQ(index.find("gulnar", 2), (Documents{70'000, 40'000}));
}

TEST(Match, WhileTyping_APrefixFinds_AndTwoLettersPreferIt) {
  Index index;
  index.add(1, "Al");
  for (int i = 2; i < 6; ++i) index.add(i, "Ali Khan");
  EXPECT_EQ(index.find("al"), (Documents{5, 4, 3, 2, 1}));
  EXPECT_EQ(index.find("ali k"), (Documents{5, 4, 3, 2}));
  EXPECT_EQ(index.find("al "), (Documents{1, 5, 4, 3, 2}));  // a whole word now; Ali is another spelling
}

TEST(Match, OneTypingMistake_IsForgiven) {
  Index index;
  index.add(1, "Shaukat Zaman");
  for (const auto* typed : {"shaukat zamna", "shuakat zaman", "shaukxt zaman", "hsaukat zaman"})
    EXPECT_EQ(index.find(typed), Documents{1}) << typed;
}

TEST(Match, AWordTooMuch_IsLeftOut) {
  Index index;
  index.add(1, "Gulnar Aliyeva");
  EXPECT_EQ(index.find("doctor gulnar aliyeva"), Documents{1});
  EXPECT_TRUE(index.find("doctor").empty());
}

TEST(Match, TheTail_IsBelievedMoreThanTheIndex) {
  Index index;
  index.add(1, "Zahid Khan");
  index.add(2, "Zahid Butt");
  index.tail.put(1, 1, Index::terms("Nadeem Khan"), index.words);
  index.tail.put(2, 2, std::nullopt, index.words);
  index.tail.put(3, 9, Index::terms("Nadeem Sheikh", "", {*number_key(Kind::document, "7001")}), index.words);
  EXPECT_TRUE(index.find("zahid").empty());
  EXPECT_EQ(index.find("nadeem"), (Documents{9, 1}));
  EXPECT_EQ(index.find("7001"), Documents{9});
  index.tail.put(4, 9, Index::terms("Waleed Sheikh"), index.words);
  EXPECT_TRUE(index.find("nadeem sheikh").empty() || index.find("nadeem sheikh").front() == 9);
  EXPECT_EQ(index.find("waleed"), Documents{9});
  index.tail.forget_up_to(4);
  EXPECT_EQ(index.find("zahid"), (Documents{2, 1}));
}

TEST(Match, Numbers_AreFoundByWhatTheyBeginWith) {
  Index index;
  index.by_number.emplace(*number_key(Kind::identity, "35202-1234567-1"), 1);
  index.by_number.emplace(*number_key(Kind::identity, "35202-9999999-9"), 2);
  index.by_number.emplace(*number_key(Kind::phone, "0300-1234567"), 3);
  EXPECT_EQ(index.find("35202"), (Documents{1, 2}));
  EXPECT_EQ(index.find("35202-12"), Documents{1});
  EXPECT_EQ(index.find("3520212"), Documents{1});
  EXPECT_EQ(index.find("0300"), Documents{3});
}

TEST(Match, Expired_GivesWhatItHas) {
  Index index;
  index.add(1, "Ali Khan");
  EXPECT_TRUE(Match(index.words, index.tail, index, 1).find("ali", 20, [] { return true; })->empty());
  EXPECT_EQ(index.reads, 0);
}

TEST(Match, EveryWayToAsk_EndsWithoutAFault) {
  Index index;
  for (int i = 0; i < 50; ++i) index.add(i * 997, "Ali Khan " + std::to_string(i), "Umar");
  std::mt19937 random(7);
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    for (unsigned n = random() % 40; n > 0; --n) text += "ali knum \xd8\xb9\xd9\x84\xdb\x8c"[random() % 15];
    EXPECT_LE(index.find(text, 5).size(), 5u);
  }
}

TEST(Postings, ComeBackAsTheyWere_FewOrMany) {
  std::mt19937 random(3);
  for (const unsigned every : {1u, 2u, 9u, 200u, 20'000u}) {
    Bits bits, read;
    for (std::int64_t i = 0; i < block_documents; ++i)
      if (random() % every == 0) bits.set(i);
    const auto blob = bits.blob();
    EXPECT_LE(blob.size(), bitmap_bytes);
    read.add(blob);
    EXPECT_EQ(read.blob(), blob);
    EXPECT_EQ(read.count(), bits.count());
  }
}

TEST(Postings, OfADamagedBlob_StayWithinTheBlock) {
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    std::string blob(random() % 3'000, '\0');
    for (char& c : blob) c = static_cast<char>(random());
    Bits bits;
    bits.add(blob);
    EXPECT_LT(bits.before(block_documents), block_documents);
  }
}

TEST(Match, NameWithANumber_IsSoughtAsANameWhereNoNumberIsLikeIt) {
  Index index;
  index.add(1, "Shop 24");
  EXPECT_EQ(index.find("Shop 24"), Documents{1});
}

TEST(Match, BeginningsOfTwoWords_FindTheRecord) {
  Index index;
  index.add(1, "Muhammad Aslam");
  index.add(2, "Gulnar Aliyeva");
  EXPECT_EQ(index.find("Muh Asl"), Documents{1});
}

TEST(Match, DocumentsOwnNumber_IsNotHiddenByIdentityNumbersThatBeginSo) {
  Index index;
  for (std::int64_t i = 1; i <= 30; ++i)
    index.by_number.emplace(*number_key(Kind::identity, "3520212345" + std::to_string(100 + i)), i);
  index.by_number.emplace(*number_key(Kind::document, "35202"), 31);
  EXPECT_EQ(index.find("35202").front(), 31);
}

TEST(Fold, PartsOfAName_StandByThemselves) {
  EXPECT_EQ(fold_words("Zia ul Haq").size(), 1u);
  const auto parts = fold_parts("Zia ul Haq");
  EXPECT_EQ(parts, (std::vector<std::string>{fold_words("Zia").front(), fold_words("Haq").front()}));
}

}  // namespace
}  // namespace karvan::search
