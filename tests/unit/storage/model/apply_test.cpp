#include <gtest/gtest.h>

#include "storage/model/record.h"
#include "tests/unit/storage/model/samples.h"

namespace karvan::model {
namespace {

using samples::act;

Op set(std::string node, std::uint64_t seq, std::string field, std::string value) {
  Op op = act(std::move(node), seq);
  op.set = {{std::move(field), std::move(value)}};
  return op;
}

TEST(Held, OfAQuestionInARepeat_IsThatOfAnyInstance) {
  Record record;
  record.fields["members/7k3q/full_name"].held = true;
  record.fields["members/9x1b/full_name"].held = false;
  EXPECT_TRUE(record.held("full_name"));
  EXPECT_TRUE(record.held("members/7k3q/full_name"));
  EXPECT_FALSE(record.held("members/9x1b/full_name"));
  EXPECT_FALSE(record.held("name"));
}

TEST(Apply, FirstOperation_CreatesTheRecord) {
  Op op = set("bus-01", 1, "name", "Sana");
  op.pin = Pin{"domicile", "v1"};
  Record record = apply({}, op, {});
  EXPECT_EQ(record.id, op.of);
  EXPECT_EQ(record.creator, "bus-01/e1/1");
  EXPECT_EQ(record.pin.service, "domicile");
  EXPECT_EQ(record.fields.at("name").value, "Sana");
}

TEST(Apply, P8_HeldField_KeepsTheAcceptedValueAndTheOther) {
  Record record = apply({}, set("bus-01", 1, "father_name", "Ali"), {});
  Verdict held{.fields = {{"father_name", Fate::held}}};
  record = apply(record, set("centre", 1, "father_name", "Aly"), held);
  const Field& field = record.fields.at("father_name");
  EXPECT_EQ(field.value, "Ali");
  EXPECT_TRUE(field.held);
  ASSERT_EQ(field.candidates.size(), 1u);
  EXPECT_EQ(field.candidates[0].value, "Aly");
}

TEST(Apply, P8_CandidatesOfConcurrentOperations_DoNotDependOnOrder) {
  Verdict held{.fields = {{"f", Fate::held}}};
  Record base = apply({}, set("bus-01", 1, "f", "a"), {});
  Op x = set("bus-02", 1, "f", "x");
  Op y = set("bus-03", 1, "f", "y");
  EXPECT_EQ(write_record(apply(apply(base, x, held), y, held)), write_record(apply(apply(base, y, held), x, held)));
}

TEST(Apply, P8_LostValue_IsKeptBesideTheWinner) {
  Record record = apply({}, set("bus-01", 1, "phone", "1"), {});
  record = apply(record, set("bus-02", 1, "phone", "2"), {.fields = {{"phone", Fate::lost}}});
  EXPECT_EQ(record.fields.at("phone").value, "1");
  ASSERT_EQ(record.fields.at("phone").candidates.size(), 1u);
}

TEST(Apply, P6_Balance_AddsUp) {
  Record record;
  auto post = [&](std::uint64_t seq, std::string kind, std::int64_t minor) {
    Op op = act("bus-01", seq);
    op.post = Post{std::move(kind), {minor, "PKR"}, "", "", ""};
    record = apply(record, op, {});
  };
  post(1, "charge", 20000);
  post(2, "waiver", 5000);
  post(3, "payment", 10000);
  post(4, "refund", 1000);
  Balance sum = balance(record);
  EXPECT_EQ(sum.charged - sum.waived, sum.received - sum.refunded + sum.open());
  EXPECT_EQ(sum.open(), 6000);
  EXPECT_EQ(sum.currency, "PKR");
}

TEST(Apply, P5_SpoiledNumberIsVoid_NextIsIssued) {
  Op first = act("bus-01", 1);
  first.issue = Serial{"receipt", 7001};
  Op second = act("bus-01", 2);
  second.voided = Voided{{"receipt", 7001}, "spoiled"};
  second.issue = Serial{"receipt", 7002};
  Record record = apply(apply({}, first, {}), second, {});
  ASSERT_EQ(record.documents.size(), 2u);
  EXPECT_EQ(record.documents[0].state, "void");
  EXPECT_EQ(record.documents[1].state, "issued");
}

TEST(Apply, DisputedDocument_IsIssuedAllTheSame) {
  Op op = act("bus-01", 1);
  op.issue = Serial{"licence", 5};
  Record record = apply({}, op, {.alarms = {"disputed:licence/5"}});
  ASSERT_EQ(record.documents.size(), 1u);
  EXPECT_EQ(record.documents[0].state, "disputed");
}

TEST(Apply, P15_WaitingOperation_StaysVisibleUntilItSettles) {
  Op op = set("bus-01", 2, "name", "Sana");
  Record record = apply({}, op, {.op = Fate::waiting, .reason = "cause_missing"});
  EXPECT_EQ(record.waiting, std::vector<std::string>{"bus-01/e1/2 cause_missing"});
  EXPECT_TRUE(record.fields.empty());
  record = apply(record, op, {});
  EXPECT_TRUE(record.waiting.empty());
  EXPECT_EQ(record.fields.at("name").value, "Sana");
}

TEST(Apply, RefusedClaims_FactsFoldAllTheSame) {
  Op op = set("bus-01", 1, "name", "Sana");
  op.post = Post{"payment", {100, "PKR"}, "cash", "s1", ""};
  op.advance = "fee_paid";
  Record record = apply({}, op, {.op = Fate::refused, .reason = "role_not_allowed"});
  EXPECT_EQ(record.postings.size(), 1u);
  EXPECT_TRUE(record.milestones.empty());
}

TEST(Record, P3_CanonicalBytes_RoundTrip) {
  Op op = set("bus-01", 1, "name", "ثناء");
  op.post = Post{"charge", {20000, "PKR"}, "", "", ""};
  op.issue = Serial{"receipt", 9};
  op.advance = "filed";
  Record record = apply(apply({}, op, {}), set("x", 1, "name", "b"), {.fields = {{"name", Fate::held}}});
  auto bytes = write_record(record);
  auto read = parse_record(bytes);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(*read, record);
  EXPECT_EQ(write_record(*read), bytes);
}

TEST(Record, P3_WhatItsCreatorSaid_IsWrittenAsMereStrings) {
  Op op = set("bus-01", 1, "name", "Sana");
  op.actor = "asma";
  op.set["city"] = "Lahore \"East\"";
  Record record = apply(apply({}, op, {}), set("bus-02", 1, "city", "Kasur"), {});
  auto bytes = write_record(record);
  EXPECT_NE(bytes.find(R"("actor":"asma")"), bytes.npos);
  EXPECT_NE(bytes.find(R"("name":"Sana")"), bytes.npos);
  EXPECT_NE(bytes.find(R"("city":{"value":"Kasur")"), bytes.npos);
  EXPECT_EQ(parse_record(bytes), record);
  // As an earlier version wrote it.
  const auto said = R"({"value":"Sana","writer":")" + record.creator + R"(","time":")" + to_text(record.created) +
                    R"(","actor":"asma"})";
  auto older = bytes;
  older.replace(older.find(R"("Sana")"), 6, said);
  EXPECT_EQ(parse_record(older), record);
}

TEST(Verdict, Text_RoundTrips) {
  Verdict verdict{.op = Fate::parked,
                  .fields = {{"a", Fate::held}},
                  .advance = Fate::waiting,
                  .returned = Fate::refused,
                  .resolve = Fate::lost,
                  .closed = Fate::refused,
                  .settled = Fate::lost,
                  .erase = Fate::refused,
                  .computed = {{"total", "24"}},
                  .ripe = {"bus-01/e1/4"},
                  .received_ms = 1'795'292'520'123,
                  .alarms = {"suspense"},
                  .reason = "malformed"};
  EXPECT_EQ(parse_verdict(write_verdict(verdict)), verdict);
  EXPECT_EQ(write_verdict({}), "{}");
  for (auto text : {R"({"op":"vanished"})", R"({"computed":{"a":1}})", R"({"ripe":[1]})", R"({"alarms":"a"})"})
    EXPECT_FALSE(parse_verdict(text)) << text;
}

}  // namespace
}  // namespace karvan::model
