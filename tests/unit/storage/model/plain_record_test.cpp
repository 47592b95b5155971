#include "storage/model/plain_record.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/model/samples.h"

namespace karvan::model {
namespace {

HybridTime at(std::int64_t ms) { return {1'795'292'520'000 + ms, 0}; }

Record paid() {
  Record record;
  record.id = "lahore/application/1";
  record.creator = "bus-01/e1/1";
  record.created = at(1);
  record.pin = {"permit", "v1"};
  record.round = 2;
  for (const auto& [name, value] : {std::pair{"father_name", "محمد علی"}, {"full_name", "Sana"}, {"mobile", ""}}) {
    auto& field = record.fields[name];
    field.value = value;
    field.writer = record.creator;
    field.actor = "asma";
    field.time = record.created;
  }
  record.postings = {{"bus-01/e1/2", {"charge", {100, "PKR"}, "", "", "", ""}, false},
                     {"bus-01/e1/3", {"payment", {100, "PKR"}, "cash", "s1", "", "7"}, true}};
  record.documents = {{"bus-01/e1/3", {"receipt", 7'001}, "valid", "", {"printed", "unknown"}},
                      {"bus-01/e1/4", {"permit", 5}, "void", "torn", {}}};
  record.milestones = {{"filed", at(1), "asma", "bus-01/e1/1", 1}, {"fee_paid", at(5), "asma", "bus-01/e1/3", 2}};
  record.waiting = {"bus-01/e1/9"};
  return record;
}

Record contested() {
  auto record = paid();
  auto& field = record.fields["full_name"];
  field.held = true;
  field.received_ms = 77;
  field.candidates = {{"S\"a}na", "bus-02/e1/1", "rana", at(9)}};
  record.early = {{"reviewed", at(7), "rana", "bus-02/e1/2", 1}};
  record.alarms.push_back({"bus-02/e1/2", "actor", {}});
  return record;
}

// With a blank before it a record is the same, and none of it is read at once.
std::string member_by_member(const std::string& text) {
  EXPECT_FALSE(read_plain_record(" " + text));
  const auto record = parse_record(" " + text);
  return record ? write_record(*record) : "refused";
}

std::string said(const std::string& text) {
  const auto record = parse_record(text);
  return record ? write_record(*record) : "refused";
}

TEST(PlainRecord, WithoutActs_IsReadAtOnceAndTheSame) {
  for (const auto& record : {paid(), Record{.id = "a/b/c", .creator = "x", .created = at(3)}}) {
    const auto text = write_record(record);
    const auto plain = read_plain_record(text);
    ASSERT_TRUE(plain) << text;
    EXPECT_EQ(plain->record, record);
    EXPECT_TRUE(plain->marked.empty() && plain->rest.empty());
    EXPECT_EQ(member_by_member(text), text);
  }
}

TEST(PlainRecord, MarkedFieldsAndActs_AreReadAfterTheRest) {
  const auto text = write_record(contested());
  const auto plain = read_plain_record(text);
  ASSERT_TRUE(plain) << text;
  EXPECT_EQ(plain->marked.size(), 1u);
  EXPECT_FALSE(plain->rest.empty());
  EXPECT_EQ(parse_record(text).value(), contested());
  EXPECT_EQ(member_by_member(text), text);
}

TEST(PlainRecord, WhatIsSaidTwice_IsAsMemberByMember) {
  const auto text = write_record(contested());
  for (const auto& member : {R"("id":"other")", R"("waiting":["x"])", R"("fields":{})", R"("actor":"x")",
                             R"("round":7)", R"("early":7)", R"("closed":7)", R"("new":{})"}) {
    const auto twice = text.substr(0, text.size() - 1) + "," + member + "}";
    EXPECT_EQ(said(twice), member_by_member(twice)) << member;
  }
}

TEST(PlainRecord, P3_WhateverIsReadAtOnce_IsReadMemberByMemberAsTheSame) {
  std::mt19937 random(7);
  const auto plain = write_record(paid()), marked = write_record(contested());
  const std::string signs = "{}[]\":,.-+0123456789aetrufls \\\x01\x7f\x80\xd9\xff";
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto other = i % 2 == 0 ? plain : marked;
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
    if (!read_plain_record(other)) continue;
    ++read;
    EXPECT_EQ(said(other), member_by_member(other)) << other;
  }
  EXPECT_GT(read, 1'000);
}

}  // namespace
}  // namespace karvan::model
