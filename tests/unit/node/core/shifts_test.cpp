#include "node/core/shifts.h"

#include <gtest/gtest.h>

#include "storage/store/store.h"
#include "tests/support/scratch.h"

namespace karvan::core {
namespace {

using counter::ShiftBook;

// Shifts over a store of their own, each operation in a transaction.
struct Drawers : testing::Test {
  Drawers() {
    auto opened = store::Store::open(scratch.path("node.db"), std::string(32, 'k'), {});
    if (!opened) throw std::runtime_error(describe(opened.error()));
    store.emplace(std::move(*opened));
  }
  model::Op op(const std::string& of) {
    model::Op o;
    o.id = {"bus-01", "e1", ++seq};
    o.time = {1'000 * static_cast<std::int64_t>(seq), 0};
    o.of = "lahore/" + of;
    return o;
  }
  void note(const model::Op& o) {
    ASSERT_TRUE(store->begin());
    ASSERT_TRUE(shifts.note(store->documents(), o));
    ASSERT_TRUE(store->commit());
  }
  void open(const std::string& id, const std::string& staff, const std::string& seat, std::int64_t minor = 1'000) {
    auto o = op("shift/" + id);
    o.set = {{"staff", staff}, {"seat", seat}};
    o.post = model::Post{"float", {minor, "PKR"}, "cash", id, ""};
    note(o);
  }
  void post(const std::string& of, const char* kind, std::int64_t minor, const std::string& shift = "s1") {
    auto o = op(of);
    o.post = model::Post{kind, {minor, "PKR"}, "cash", shift, ""};
    note(o);
  }
  void close(const std::string& id) {
    auto o = op("shift/" + id);
    o.advance = "closed";
    note(o);
  }
  std::vector<std::string> ids(std::size_t limit) {
    std::vector<std::string> all;
    for (const auto& shift : shifts.newest(limit)) all.push_back(shift.id);
    return all;
  }

  test::Scratch scratch;
  std::optional<store::Store> store;
  Shifts shifts;
  std::uint64_t seq = 0;
};

TEST_F(Drawers, P6_AddUpWithEachOperationAndReadBackTheSame) {
  open("s1", "ayesha", "Desk 1");
  post("application/a1", "payment", 300);
  post("application/a1", "payment", 200);
  post("application/a1", "refund", 50);
  post("shift/s1", "remittance", 400);
  post("shift/s1", "count", 1'040);
  close("s1");
  const auto shift = shifts.find("s1");
  ASSERT_TRUE(shift);
  EXPECT_EQ(shift->opening_float, 1'000);
  EXPECT_EQ(shift->received, 500);
  EXPECT_EQ(shift->refunded, 50);
  EXPECT_EQ(shift->remitted, 400);
  EXPECT_EQ(shift->counted, 1'040);
  EXPECT_EQ(shift->expected(), 1'050);
  EXPECT_EQ(shift->closed_ms, 7'000);
  Shifts again;
  ASSERT_TRUE(again.load(store->documents()));
  EXPECT_EQ(again.find("s1")->received, 500);
  EXPECT_EQ(again.find("s1")->counted, 1'040);
  EXPECT_EQ(again.find("s1")->seat, "Desk 1");
}

TEST_F(Drawers, P6_OfAnotherNodeOrOfNone_AreNotThisBooks) {
  post("application/a1", "payment", 300, "of bus-02");
  post("application/a1", "payment", 300, "");
  note(op("application/a1"));
  EXPECT_FALSE(shifts.find("of bus-02"));
  EXPECT_TRUE(shifts.newest(9).empty());
}

TEST_F(Drawers, OfOneDesk_IsTheOpenOneOfItsPersonThere) {
  open("s1", "ayesha", "Desk 1");
  open("s2", "ayesha", "Desk 2");
  EXPECT_EQ(shifts.open_of("ayesha", "Desk 2"), "s2");
  EXPECT_FALSE(shifts.open_of("ayesha", "Desk 3"));
  EXPECT_FALSE(shifts.open_of("bilal", "Desk 1"));
  close("s1");
  EXPECT_FALSE(shifts.open_of("ayesha", "Desk 1"));
  ASSERT_EQ(shifts.open().size(), 1u);
  EXPECT_EQ(shifts.open()[0].id, "s2");
}

TEST_F(Drawers, Newest_AreTheOpenOnesFirstAndNoMoreThanAsked) {
  for (const char* id : {"s1", "s2", "s3"}) open(id, "ayesha", id);
  close("s3");
  EXPECT_EQ(ids(9), (std::vector<std::string>{"s2", "s1", "s3"}));
  EXPECT_EQ(ids(2), (std::vector<std::string>{"s2", "s1"}));
}

TEST_F(Drawers, OfAnOperationThatSaysNobody_AreNobodys) {
  close("s1");
  EXPECT_EQ(shifts.find("s1")->staff, "");
}

TEST_F(Drawers, P1_RowThatDoesNotRead_IsToldAndNotPassedOver) {
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->documents().put({"shift", "s1", "{}", 0}));
  ASSERT_TRUE(store->commit());
  EXPECT_FALSE(shifts.load(store->documents()));
}

}  // namespace
}  // namespace karvan::core
