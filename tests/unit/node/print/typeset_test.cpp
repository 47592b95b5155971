#include "node/print/typeset.h"

#include <gtest/gtest.h>

namespace karvan::print {
namespace {

// Whether the first character of `text` behind `skip` bytes stands left of its last one, on Urdu paper.
bool runs_left_to_right(const std::string& text, std::size_t skip, std::size_t last) {
  auto paragraph = Typesetter("ur").set(text, {}, 400);
  return paragraph && paragraph->place_of(skip) < paragraph->place_of(last);
}

// Arabic-Indic digits with hyphens: each group is a number of its own, and right-to-left text puts the last one left.
const std::string card = "٣٥٢٠٢-١٢٣٤٥٦٧-١";

TEST(Isolated, IdentityNumberInUrdu_KeepsItsGroupsInOrder) {
  const auto text = isolated(card);
  EXPECT_TRUE(runs_left_to_right(text, text.find("٣"), text.rfind("١")));
}

TEST(Isolated, WithoutIt_TheGroupsWouldBeReversed) { EXPECT_FALSE(runs_left_to_right(card, 0, card.size() - 2)); }

TEST(Isolated, UrduDigitsBehindAWord_KeepTheirOrder) {
  const std::string word = "نمبر ", digits = "۳۵۲۰۲-۱۲۳۴۵۶۷-۱";
  const auto text = word + isolated(digits);
  EXPECT_TRUE(runs_left_to_right(text, word.size() + 3, word.size() + 3 + digits.size() - 2));
}

// A house number typed into an Urdu address: without isolates it reads B-14.
TEST(Isolated, CodesInWords_KeepTheirOrder) {
  EXPECT_EQ(with_runs_isolated("مکان 14-B، گلی 7"), "مکان \u206614-B\u2069، گلی 7");
  EXPECT_EQ(with_runs_isolated("نمبر ۳۵۲۰۲-۱۲۳ ہے"), "نمبر \u2066۳۵۲۰۲-۱۲۳\u2069 ہے");
  EXPECT_EQ(with_runs_isolated("نمبر \u206614-B\u2069 ہے"), "نمبر \u206614-B\u2069 ہے");
  const Typesetter urdu("ur");
  const std::string plain = "مکان 14-B", kept = with_runs_isolated(plain);
  auto reversed = urdu.set(plain, {}, 200), right = urdu.set(kept, {}, 200);
  ASSERT_TRUE(reversed && right);
  EXPECT_GT(reversed->place_of(plain.find('1')), reversed->place_of(plain.find('B')));
  EXPECT_LT(right->place_of(kept.find('1')), right->place_of(kept.find('B')));
}

TEST(Isolated, Nothing_StaysNothing) { EXPECT_EQ(isolated(""), ""); }

TEST(Typesetter, Urdu_BeginsAtTheRightEdge) {
  auto paragraph = Typesetter("ur").set("رسید", {}, 400);
  ASSERT_TRUE(paragraph);
  EXPECT_GT(paragraph->place_of(0), 300);
}

TEST(Typesetter, LatinOnAnUrduSlip_BeginsAtTheRightEdgeToo) {
  EXPECT_GT(Typesetter("ur").set("abc", {}, 400)->place_of(0), 300);
}

TEST(Typesetter, English_BeginsAtTheLeftEdge) {
  EXPECT_DOUBLE_EQ(Typesetter("en").set("Receipt", {}, 400)->place_of(0), 0);
}

TEST(Typesetter, APointIsAPoint) {
  auto paragraph = Typesetter("en").set("Receipt", {10}, 400);
  EXPECT_GT(paragraph->height(), 10);
  EXPECT_LT(paragraph->height(), 16);
}

}  // namespace
}  // namespace karvan::print
