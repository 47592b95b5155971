#include "storage/model/tracking.h"

#include <gtest/gtest.h>

namespace karvan::model {
namespace {

const std::string random16 = "0123456789abcdef";

TEST(Tracking, OfAnId_IsCanonicalText) {
  auto text = tracking_of(make_id(1'795'292'520'123, 7, random16));
  EXPECT_EQ(text.size(), 11u);
  EXPECT_EQ(text[3], '-');
  EXPECT_EQ(text[7], '-');
  EXPECT_EQ(parse_tracking(text), text);
}

TEST(Tracking, OfARecordId_IsThatOfItsLastPart) {
  auto id = make_id(1, 7, random16);
  EXPECT_EQ(tracking_of("lahore/application/" + id), tracking_of(id));
}

TEST(Tracking, OfTwoNodesWithTheSameRandomBits_Differs) {
  EXPECT_NE(tracking_of(make_id(1, 7, random16)), tracking_of(make_id(1, 8, random16)));
}

TEST(Tracking, OfAnotherKindOfId_IsEmpty) {
  EXPECT_EQ(tracking_of("lahore/application/a1"), "");
  EXPECT_EQ(tracking_of(""), "");
}

TEST(Tracking, SaidWithOtherLettersAndGaps_IsUnderstood) {
  auto text = tracking_of(make_id(1, 0, std::string(16, '\x01')));
  std::string said;
  for (char c : text) said += c == '0' ? 'o' : c == '1' ? 'l' : c == '-' ? ' ' : c;
  EXPECT_EQ(parse_tracking(said), text);
}

TEST(Tracking, AnyOneWrongCharacter_IsNoticed) {
  auto text = tracking_of(make_id(5, 7, random16));
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-') continue;
    for (char c : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
      if (c == text[i]) continue;
      auto wrong = text;
      wrong[i] = c;
      EXPECT_FALSE(parse_tracking(wrong)) << wrong;
    }
  }
}

TEST(Tracking, AnyTwoExchanged_AreNoticed) {
  auto text = tracking_of(make_id(5, 7, random16));
  for (std::size_t i = 0; i < text.size(); ++i)
    for (std::size_t j = i + 1; j < text.size(); ++j) {
      if (text[i] == '-' || text[j] == '-' || text[i] == text[j]) continue;
      auto wrong = text;
      std::swap(wrong[i], wrong[j]);
      EXPECT_FALSE(parse_tracking(wrong)) << wrong;
    }
}

TEST(Tracking, TooShortOrTooLong_IsMalformed) {
  EXPECT_FALSE(parse_tracking("0G4"));
  EXPECT_FALSE(parse_tracking("0G47KQ2MX0"));
  EXPECT_FALSE(parse_tracking("0G4-7KQ-2U!"));
}

}  // namespace
}  // namespace karvan::model
