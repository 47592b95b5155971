#include "node/core/known.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/model/op.h"

namespace karvan::core {
namespace {

constexpr auto of = "lahore/application/1";

store::LogLine line(std::uint64_t seq, const std::string& name) {
  model::Op op;
  op.id = {"bus-01", "e1", seq};
  op.time = {static_cast<std::int64_t>(seq), 0};
  op.salt = "s";
  op.actor = "asma";
  op.of = of;
  op.set["name"] = name;
  op.over["name"] = seq > 1 ? fmt::format("bus-01/e1/{}", seq - 1) : "";
  store::LogLine line;
  line.seq = seq;
  line.line = model::write_op(op);
  line.digest = seal::sha256(line.line);
  return line;
}

std::string body(const std::string& name) {
  KnownRecords known;
  return model::write_record(known.fold(of, {line(1, name)}).value());
}

std::string name_in(const Result<model::Record>& record) { return record.value().fields.at("name").value; }

TEST(KnownRecords, OtherBytes_AreReadAnew) {
  KnownRecords known;
  EXPECT_EQ(name_in(known.read(of, body("Ali"))), "Ali");
  EXPECT_EQ(name_in(known.read(of, body("Ali"))), "Ali");
  EXPECT_EQ(name_in(known.read(of, body("Vali"))), "Vali");
  EXPECT_FALSE(known.read(of, "no record"));
  EXPECT_EQ(name_in(known.read(of, body("Vali"))), "Vali");
}

TEST(KnownRecords, WhatSomebodyHas_IsGivenForItsBytesAlone) {
  KnownRecords known;
  auto record = known.read(of, body("Ali")).value();
  known.keep(of, "bytes", record);
  EXPECT_EQ(known.read(of, "bytes").value(), record);
  EXPECT_EQ(name_in(known.read(of, body("Vali"))), "Vali");
  EXPECT_FALSE(known.read(of, "bytes"));
}

TEST(KnownRecords, P3_BytesThatSayMoreThanIsRead_AreTold) {
  KnownRecords known;
  auto newer = body("Ali");
  newer.insert(1, R"("hologram":"2031",)");
  ASSERT_TRUE(known.read(of, newer));
  EXPECT_TRUE(known.says_more(of));
  EXPECT_TRUE(known.says_more(of));
  ASSERT_TRUE(known.read(of, body("Ali")));
  EXPECT_FALSE(known.says_more(of));
  ASSERT_TRUE(known.read(of, newer));
  EXPECT_TRUE(known.says_more(of));
  known.keep(of, body("Vali"), known.read(of, body("Vali")).value());
  EXPECT_FALSE(known.says_more(of));
  EXPECT_FALSE(known.says_more("lahore/application/2"));
}

TEST(KnownRecords, LinesThatAreAdded_AreFoldedOnWhatWasKnown) {
  KnownRecords known, fresh;
  const auto first = line(1, "Ali"), second = line(2, "Vali");
  EXPECT_EQ(name_in(known.fold(of, {first})), "Ali");
  EXPECT_EQ(known.fold(of, {first, second}), fresh.fold(of, {first, second}));
  EXPECT_EQ(name_in(known.fold(of, {first, second})), "Vali");
}

TEST(KnownRecords, LinesThatAreNotThereAnyMore_CountNoLonger) {
  KnownRecords known;
  const auto first = line(1, "Ali"), second = line(2, "Vali"), other = line(2, "Gulnar");
  ASSERT_TRUE(known.fold(of, {first, second}));
  EXPECT_EQ(name_in(known.fold(of, {first, other})), "Gulnar");
  EXPECT_EQ(name_in(known.fold(of, {first})), "Ali");
  EXPECT_TRUE(known.fold(of, {}).value().fields.empty());
  ASSERT_TRUE(known.read(of, body("Asif")));
  EXPECT_EQ(name_in(known.fold(of, {first})), "Ali");
}

TEST(KnownRecords, MoreThanAreKept_AreRightAllTheSame) {
  KnownRecords known;
  for (int round = 0; round < 2; ++round)
    for (int n = 0; n < 200; ++n)
      EXPECT_EQ(name_in(known.read(fmt::format("lahore/application/{}", n), body(std::to_string(n)))),
                std::to_string(n));
}

}  // namespace
}  // namespace karvan::core
