#include "tests/unit/sync/central/fixture.h"

// What a newer node says to this centre.
namespace karvan::central {
namespace {

using namespace testing;

class Versions : public Centre {
 protected:
  Versions() {
    enrol(bus_);
    enrol(other_);
    bus_.write(bus_.filing(of_, version_));
  }
  // An act that this version does not know.
  std::string write_newer() {
    auto o = bus_.op(of_);
    o.set = {{"phone", "2"}};
    auto line = model::write_op(o);
    line.insert(line.size() - 1, R"(,"teleported":{"to":"Multan","by":[1,2.50,{"x":null}]})");
    bus_.write_line(line);
    return line;
  }
  const exchange::Entry* entry_of(const exchange::Answer& answer, const std::string& line) {
    for (const auto& entry : answer.entries)
      if (entry.line == line) return &entry;
    return nullptr;
  }

  Box bus_{"bus-01"}, other_{"bus-02"};
  const std::string of_ = "lahore/application/0197f6d0-0000-7000-8000-000000000001";
};

TEST_F(Versions, AnActOfANewerNode_IsKeptPassedOnAsItIsAndWaits) {
  const auto line = write_newer();
  round(bus_.request());
  const auto told = round(other_.request());
  const auto* entry = entry_of(told, line);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->verdict.op, model::Fate::waiting);
  EXPECT_EQ(entry->verdict.reason, "version_unknown");
  EXPECT_EQ(record(of_).fields.at("phone").value, "1") << "nothing of it is in force";
}

TEST_F(Versions, BehindANewerAct_ItsAuthorsNextOnTheRecordWaitsAndOtherRecordsGoOn) {
  write_newer();
  auto next = bus_.op(of_);
  next.set = {{"full_name", "Ali Raza"}};
  bus_.write(next);
  const std::string another = of_.substr(0, of_.size() - 1) + "2";
  bus_.write(bus_.filing(another, version_));
  round(bus_.request());
  EXPECT_EQ(record(of_).fields.at("full_name").value, "Ali Khan");
  EXPECT_EQ(record(another).fields.at("full_name").value, "Ali Khan");
}

TEST_F(Versions, AfterARestart_TheNewerActIsTriedAgainAndStillThere) {
  const auto line = write_newer();
  round(bus_.request());
  const auto entries = feed().size();
  close();
  open();
  reconcile();
  EXPECT_EQ(feed().size(), entries) << "nothing has changed for it";
  EXPECT_NE(entry_of(round(other_.request()), line), nullptr);
}

TEST_F(Versions, ARequestOfAnotherVersion_IsToldWhichIsKnown) {
  auto text = exchange::write_request(bus_.request());
  text.replace(text.find(R"("karvan":1)"), 10, R"("karvan":7)");
  auto refused = receiver_->accept("bus-01", exchange::pack(text, 3), noon);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::version_unknown);
  EXPECT_EQ(refused.error().args.at("known"), "1");
}

TEST_F(Versions, ANodeThatReadsSeveral_IsAnsweredInTheOneThatBothKnow) {
  auto request = bus_.request();
  request.speaks = {1, 2, 3};
  EXPECT_EQ(round(request).v, 1);
  request.speaks = {2, 3};
  EXPECT_EQ(accept(request).error().code, Code::version_unknown);
}

}  // namespace
}  // namespace karvan::central
