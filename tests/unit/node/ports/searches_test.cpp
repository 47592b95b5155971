#include "node/ports/searches.h"

#include <future>

#include "storage/search/fold.h"
#include "storage/store/listed.h"
#include "tests/unit/node/ports/letters.h"

namespace karvan::ports {
namespace {

const std::string store_key(32, 'k');

// Holds up whoever posts until it is opened.
class Gate : public samples::Letters {
 public:
  Result<void> post(core::Letter letter) override {
    auto posted = samples::Letters::post(std::move(letter));
    if (!std::exchange(entered_, true)) begun_.set_value();
    opened_.wait();
    return posted;
  }
  void await_first() { begun_.get_future().wait(); }
  void open() { open_.set_value(); }

 private:
  bool entered_ = false;
  std::promise<void> begun_, open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

struct SearchesTest : testing::Test {
  void SetUp() override {
    auto opened = store::Store::open(path, store_key);
    ASSERT_TRUE(opened) << describe(opened.error());
    store.emplace(std::move(*opened));
    ASSERT_TRUE(store->begin());
    const store::Listed listed{{.id = "lahore/application/1", .kind = "application", .tracking = "A"},
                               {search::fold_words("Zahid Khan"), {}, {}},
                               false,
                               {}};
    ASSERT_TRUE(put_listed(store->database(), listed));
    ASSERT_TRUE(store->commit());
  }
  void serve(core::Mailbox& mailbox) {
    auto reader = store::Reader::open(path, store_key);
    ASSERT_TRUE(reader) << describe(reader.error());
    searches.emplace(std::move(*reader), mailbox, [this](const core::Answered& told) { refused.push_back(told); });
  }
  static core::RunSearch order(std::uint64_t ticket, const std::string& seat = "desk 1") {
    core::RunSearch order;
    order.ticket = ticket;
    order.seat_digest = seat;
    order.seek.text = "zahid";
    order.seek.limit = 20;
    return order;
  }

  test::Scratch scratch;
  const std::string path = scratch.path("store.db");
  std::optional<store::Store> store;
  samples::Letters letters;
  std::vector<core::Answered> refused;
  std::optional<Searches> searches;
};

TEST_F(SearchesTest, WhatIsFound_IsShownByTheCore) {
  serve(letters);
  searches->run(order(7));
  const auto letter = letters.next<core::ViewLetter>();
  EXPECT_EQ(letter.ticket, 7u);
  EXPECT_EQ(letter.seat_digest, "desk 1");
}

TEST_F(SearchesTest, OneSeatsQuestions_LeaveRoomForAnothers) {
  Gate gate;
  serve(gate);
  searches->run(order(0));
  gate.await_first();
  for (std::uint64_t ticket = 1; ticket <= searches_a_seat_max + 1; ++ticket) searches->run(order(ticket));
  searches->run(order(100, "desk 2"));
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].ticket, searches_a_seat_max + 1);
  EXPECT_EQ(refused[0].json.error().code, Code::busy);
  gate.open();
  while (gate.next<core::ViewLetter>().ticket != 100) continue;
  searches.reset();
}

TEST_F(SearchesTest, Stopped_RefusesAndLeavesTheFileToItsWriter) {
  serve(letters);
  searches->stop();
  searches->run(order(8));
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].json.error().code, Code::busy);
  EXPECT_TRUE(store->wipe()) << "no reader keeps the journal";
}

}  // namespace
}  // namespace karvan::ports
