#include "storage/model/plain_line.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/model/samples.h"

namespace karvan::model {
namespace {

Op filing() {
  auto op = samples::headed();
  op.roster = 12;
  op.uncertain = true;
  op.set = {{"children", ""}, {"father_name", "محمد علی"}, {"phone", "0300"}};
  op.advance = "filed";
  op.note = "thumb print smudged";
  return op;
}

std::string said(const Result<Op>& op) {
  if (!op) return "refused";
  return op->unknown_act ? "unknown" : write_op(*op);
}

// With a blank before it a line says the same, and is none of which anything is read at once.
std::string member_by_member(const std::string& line) {
  const auto spaced = " " + line;
  EXPECT_FALSE(read_front(spaced));
  return said(parse_op(spaced));
}

// Nothing where not all of it is.
std::string at_once(const std::string& line) {
  const auto front = read_front(line);
  return front && front->rest.empty() ? write_op(front->op) : "";
}

Op acting() {
  auto op = filing();
  op.add = {{"documents", "photo"}};
  op.post = Post{"payment", {1, "PKR"}, "cash", "s1", ""};
  op.issue = Serial{"receipt", 7'001};
  return op;
}

TEST(PlainLine, Filing_IsReadAtOnceAndTheSame) {
  const auto line = write_op(filing());
  EXPECT_EQ(at_once(line), line);
  EXPECT_EQ(member_by_member(line), line);
}

TEST(PlainLine, LeastThatThereIs_IsReadAtOnce) {
  Op op = filing();
  op.pin.reset();
  op.set.clear();
  op.over.clear();
  op.note.clear();
  op.uncertain = false;
  op.roster = 0;
  const auto line = write_op(op);
  EXPECT_EQ(at_once(line), line);
}

TEST(PlainLine, Escapes_AreLeftToBeReadMemberByMember) {
  Op escaped = filing();
  escaped.set["phone"] = "a \"b\"";
  const auto line = write_op(escaped);
  EXPECT_FALSE(read_front(line));
  EXPECT_EQ(said(parse_op(line)), line);
}

TEST(PlainLine, Acts_AreReadAfterTheFront) {
  auto late = acting();
  late.add.clear();
  for (const auto& op : {acting(), late}) {
    const auto line = write_op(op);
    const auto front = read_front(line);
    ASSERT_TRUE(front);
    EXPECT_EQ(front->op.set, op.set);
    EXPECT_FALSE(front->rest.empty());
    EXPECT_EQ(said(parse_op(line)), line);
    EXPECT_EQ(member_by_member(line), line);
  }
}

TEST(PlainLine, WhatIsSaidTwiceOrUnknown_IsAsMemberByMember) {
  const auto line = write_op(acting());
  auto with = [&](const std::string& member) { return line.substr(0, line.size() - 1) + "," + member + "}"; };
  for (const auto& member :
       {R"("set":{"phone":"1"})", R"("over":{})", R"("pin":{"service":"a","version":"b"})", R"("advance":"paid")",
        R"("note":"n")", R"("seq":7)", R"("ref":9)", R"("uncertain":true)", R"("roster":3)", R"("of":"a/b/c")",
        R"("new_act":{})", R"("post":{"kind":"x","amount":-1,"currency":"PKR"})", R"("closed":7)"})
    EXPECT_EQ(said(parse_op(with(member))), member_by_member(with(member))) << member;
}

TEST(PlainLine, WhatIsWrong_IsNotReadAtOnce) {
  const auto line = write_op(filing());
  auto with = [&](std::string_view from, std::string_view to) {
    auto other = line;
    other.replace(other.find(from), from.size(), to);
    return other;
  };
  for (const auto& wrong : {
           with("\"v\":1,", "\"v\":2,"),
           with("\"v\":1,", ""),
           with("\"seq\":42", "\"seq\":0"),
           with("\"seq\":42", "\"seq\":042"),
           with("\"seq\":42", "\"seq\":-1"),
           with("\"seq\":42", "\"seq\":1234567890123456789"),
           with("\"seq\":42,", ""),
           with("lahore/application", "lahore-application"),
           with("1795292520123.1", "1795292520123"),
           with("\"actor\":\"ayesha\"", "\"actor\":\"" + std::string(257, 'a') + "\""),
           with("\"father_name\"", "\"children\""),  // said twice, one after the other
           with("\"phone\"", "\"children\""),        // said twice
           with("\"uncertain\":true", "\"uncertain\":false"),
           with("thumb", "\xc0\xaf"),          // overlong (RFC 3629 section 3)
           with("thumb", "\xed\xa0\x80"),      // half a surrogate pair
           with("thumb", "\xf4\x90\x80\x80"),  // beyond U+10FFFF
           with("thumb", "\xe2\x82"),
           with("thumb", "\x01"),
           line.substr(0, line.size() - 1),
           line + "}",
       })
    EXPECT_EQ(at_once(wrong), "") << wrong;
}

TEST(PlainLine, P3_WhateverIsReadAtOnce_IsReadMemberByMemberAsTheSame) {
  std::mt19937 random(7);
  const auto plain = write_op(filing()), acts = write_op(acting());
  const std::string signs = "{}[]\":,.-+0123456789aetrufls \\\x01\x7f\x80\xd9\xff";
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto other = i % 2 == 0 ? plain : acts;
    for (auto n = 1 + random() % 3; n > 0; --n) {
      const auto at = random() % other.size();
      const char sign = signs[random() % signs.size()];
      if (random() % 3 == 0)
        other.erase(at, 1 + random() % 4);
      else if (random() % 2 == 0)
        other[at] = sign;
      else
        other.insert(at, 1, sign);
    }
    if (!read_front(other)) continue;
    ++read;
    EXPECT_EQ(said(parse_op(other)), member_by_member(other)) << other;
  }
  EXPECT_GT(read, 1'000);
}

}  // namespace
}  // namespace karvan::model
