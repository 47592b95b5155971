#include "storage/salvage/report.h"
#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api {
namespace {

using samples::Desk;
using samples::WholeDesk;

constexpr auto first = "20261122T091500Z", second = "20261123T101500Z";

// As the start that salvaged it writes it down.
struct DamagedBox : WholeDesk {
  DamagedBox() {
    for (const std::string id : {first, second}) {
      auto& store = box.store();
      EXPECT_TRUE(store.begin());
      EXPECT_TRUE(store.documents().put({std::string(salvage::report_kind), id,
                                         R"({"file":"node.db.damaged-)" + id +
                                             R"(","at_ms":7,"runs":[{"epoch":"e","from":3,"to":4,"received":3}],)"
                                             R"("tables":[{"table":"drafts","kept":0}]})",
                                         0}));
      EXPECT_TRUE(store.commit());
    }
    become("bilal");
  }
  json::array told() { return object(get("status")).at("salvaged").as_array(); }
  json::array history() { return object(get("exchange")).at("salvages").as_array(); }
  http::Response acknowledge(const std::string& id) {
    return give("acknowledge_salvage", R"("salvage":")" + id + R"(","reason":"compared with the papers")");
  }
};

TEST(Salvages, UntilASupervisorHasReadOfThem_AreToldToEveryDesk) {
  DamagedBox desk;
  EXPECT_EQ(desk.told().size(), 2u);
  const auto one = desk.told().at(0).as_object();
  EXPECT_EQ(one.at("id").as_string(), first);
  EXPECT_EQ(one.at("operations_missing").to_number<int>(), 2);
  EXPECT_EQ(one.at("operations_at_centre").to_number<int>(), 1);
  EXPECT_TRUE(one.at("drafts_missing").as_bool());
  EXPECT_TRUE(one.at("acknowledged").is_null());
}

TEST(Salvages, ThatWereReadOf_LeaveTheBarForTheHistory_AlsoAfterARestart) {
  DamagedBox desk;
  desk.events.clear();
  ASSERT_EQ(desk.acknowledge(first).status, 200);
  ASSERT_EQ(desk.told().size(), 1u);
  EXPECT_EQ(desk.told().at(0).as_object().at("id").as_string(), second);
  desk.box.restart();
  desk.become("bilal");
  EXPECT_EQ(desk.told().size(), 1u);
  ASSERT_EQ(desk.history().size(), 2u);
  const auto read = desk.history().at(0).as_object();
  EXPECT_EQ(read.at("id").as_string(), first);
  const auto& acknowledged = read.at("acknowledged").as_object();
  EXPECT_EQ(acknowledged.at("by").as_string(), "Name of bilal");
  EXPECT_EQ(acknowledged.at("reason").as_string(), "compared with the papers");
  EXPECT_TRUE(desk.history().at(1).as_object().at("acknowledged").is_null());
}

TEST(Salvages, AreReadOfOnce_AndTheFirstWordStands) {
  DamagedBox desk;
  ASSERT_EQ(desk.acknowledge(first).status, 200);
  EXPECT_EQ(Desk::type(desk.acknowledge(first)), "not_found");
  EXPECT_EQ(Desk::type(desk.acknowledge("elsewhere")), "not_found");
}

TEST(Salvages, AreNoOperatorsToSettle) {
  DamagedBox desk;
  desk.become("asma");
  EXPECT_EQ(Desk::type(desk.acknowledge(first)), "role_not_allowed");
  EXPECT_EQ(desk.told().size(), 2u);
}

}  // namespace
}  // namespace karvan::api
