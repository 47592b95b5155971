#include "storage/model/op.h"

#include <gtest/gtest.h>

#include "tests/unit/storage/model/samples.h"

namespace karvan::model {
namespace {

using samples::full_op;

TEST(Op, WrittenAndRead_IsTheSameLine) {
  auto line = write_op(full_op());
  auto read = parse_op(line);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(write_op(*read), line);
  EXPECT_FALSE(read->unknown_act);
  EXPECT_TRUE(read->uncertain);
  EXPECT_EQ(read->remove, full_op().remove);
  EXPECT_EQ(read->lease, full_op().lease);
}

// Each act on a record repeats who did it.
TEST(Op, P15_IdentityOfNoMeasure_IsRefused) {
  auto op = full_op();
  op.actor = std::string(257, 'a');
  EXPECT_FALSE(parse_op(write_op(op)));
  op.actor.pop_back();
  EXPECT_TRUE(parse_op(write_op(op)));
}

TEST(Op, GapsThatDoNotRise_AreRefused) {
  Op op = full_op();
  using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;
  for (const Ranges& gaps : {Ranges{{5, 4}}, Ranges{{5, 9}, {9, 10}}, Ranges{{-1, 3}}, Ranges(gaps_max + 1, {1, 1})}) {
    op.lease->gaps = gaps;
    EXPECT_FALSE(parse_op(write_op(op)));
  }
}

TEST(Op, ActsThatAreNotThere_HaveNoMember) {
  Op op;
  op.id = {"bus-07", "9f3c", 1};
  op.of = "lahore/application/0197";
  EXPECT_EQ(write_op(op), R"({"v":1,"node":"bus-07","epoch":"9f3c","seq":1,"time":"0.0","salt":"","actor":"",)"
                          R"("of":"lahore/application/0197","ref":0})");
  op.attach = {{"photo", "ab", 1, "image/png", ""}};
  EXPECT_NE(write_op(op).find(R"("attach":[{"name":"photo","hash":"ab","bytes":1,"media":"image/png"}])"),
            std::string::npos);
}

TEST(Op, ListsOverTheirBound_AreRefused) {
  auto op = full_op();
  op.attach.assign(attach_max, op.attach.front());
  EXPECT_TRUE(parse_op(write_op(op)));
  op.attach.push_back(op.attach.front());
  EXPECT_FALSE(parse_op(write_op(op)));
  op = full_op();
  op.shown.assign(shown_max + 1, op.shown.front());
  EXPECT_FALSE(parse_op(write_op(op)));
  op = full_op();
  op.resolve->seen.assign(seen_max + 1, "bus-07/9f3c/12");
  EXPECT_FALSE(parse_op(write_op(op)));
  op = full_op();
  op.returned->reopens.assign(reopens_max + 1, "filed");
  EXPECT_FALSE(parse_op(write_op(op)));
  op = full_op();
  op.handed_over->recipient.assign(act_text_bytes_max + 1, 'x');
  EXPECT_FALSE(parse_op(write_op(op)));
}

TEST(Op, ActWithoutAMemberItNeeds_NamesIt) {
  auto line = write_op(full_op());
  auto place = line.find(R"("recipient":)");
  line.replace(place, 11, R"("receiver")");
  auto read = parse_op(line);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().args.at("field"), "recipient");
}

TEST(Op, LineHoldsNoNewline) {
  auto op = full_op();
  op.note = "two\nlines";
  EXPECT_EQ(write_op(op).find('\n'), std::string::npos);
}

TEST(Op, UnknownActOfANewerVersion_IsMarkedNotRefused) {
  auto line = write_op(full_op());
  line.insert(line.size() - 1, R"(,"teleport":{"to":"moon"})");
  auto read = parse_op(line);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->unknown_act);
  EXPECT_EQ(read->id.seq, 42u);
}

TEST(Op, MissingIdentity_NamesTheMember) {
  auto read = parse_op(R"({"v":1,"node":"a","epoch":"b"})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::field_missing);
  EXPECT_EQ(read.error().args.at("field"), "seq");
}

TEST(Op, NegativeMoney_IsRefused) {
  auto line = write_op(full_op());
  line.replace(line.find("20000"), 5, "-5");
  EXPECT_FALSE(parse_op(line));
}

TEST(Op, LineOverItsBound_IsRefused) {
  auto op = full_op();
  op.note = std::string((1 << 20) + 1, 'x');
  auto read = parse_op(write_op(op));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::body_too_large);
}

TEST(OpId, Text_RoundTrips) {
  OpId id{"bus-07", "9f3c", 42};
  EXPECT_EQ(parse_op_id(to_text(id)), id);
  EXPECT_FALSE(parse_op_id("bus-07/42"));
  EXPECT_FALSE(parse_op_id("bus-07/e/4x"));
}

TEST(RecordId, Text_RoundTripsAndRefusesEmptyParts) {
  RecordId id{"lahore", "application", "0197"};
  EXPECT_EQ(parse_record_id(to_text(id)), id);
  for (auto text : {"", "a", "a/b", "/b/c", "a//c", "a/b/"}) EXPECT_FALSE(parse_record_id(text)) << text;
}

}  // namespace
}  // namespace karvan::model
