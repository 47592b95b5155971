#include <gtest/gtest.h>

#include <future>

#include "node/ports/devices.h"
#include "node/ports/orders.h"
#include "node/ports/uplink.h"
#include "storage/seal/pin.h"
#include "sync/exchange/codec.h"
#include "sync/http/server.h"
#include "tests/unit/node/ports/stored.h"

// The threads around the core, each with a mailbox that a test reads.
namespace karvan::ports {
namespace {

// A centre over plain HTTP that gives `status` and an answer with a checkpoint signed by `key`.
struct UplinkTest : testing::Test {
  seal::SigningKey key = seal::make_signing_key("centre", seal::system_entropy());
  exchange::Request asked;
  int status = 200;
  samples::Letters letters;
  samples::Box box;
  std::unique_ptr<http::Server> server;

  void SetUp() override {
    server = *http::serve({http::Listener{}}, {}, [this](http::Request request, std::unique_ptr<http::Reply> reply) {
      auto decoded = exchange::decode_request(request.body);
      if (!decoded || request.path != "/sync/v1/exchange") return reply->send(http::problem(decoded.error()));
      asked = *decoded;
      if (status != 200) return reply->send(http::problem(Error{.code = Code::node_revoked}));
      exchange::Answer answer;
      answer.checkpoint = seal::sign_note(exchange::write_checkpoint({"e1", "bus-01", 0, 0, 0, 0}), key);
      reply->send({.status = 200, .headers = {}, .body = exchange::encode(answer, 3)});
    });
  }
  Uplink::Peer peer() const {
    return {"http://127.0.0.1:" + std::to_string(server->ports()[0]), {}, seal::verifying(key)};
  }
  static core::SendExchange order(std::uint64_t round) {
    core::SendExchange order;
    order.round = round;
    order.request.node = "bus-01";
    return order;
  }
};

TEST_F(UplinkTest, Round_BringsTheAnswer) {
  Uplink uplink(peer(), letters, box.files);
  uplink.send(order(4));
  auto answer = letters.next<core::ExchangeAnswer>();
  EXPECT_EQ(answer.round, 4U);
  ASSERT_TRUE(answer.received) << describe(answer.received.error());
  EXPECT_EQ(answer.received->checkpoint.centre_epoch, "e1");
  EXPECT_EQ(asked.node, "bus-01");
}

TEST_F(UplinkTest, Refusal_KeepsTheCentresCode) {
  status = 403;
  Uplink uplink(peer(), letters, box.files);
  uplink.send(order(1));
  EXPECT_EQ(letters.next<core::ExchangeAnswer>().received.error().code, Code::node_revoked);
}

TEST_F(UplinkTest, CheckpointByAStranger_IsRefused) {
  auto stranger = peer();
  stranger.centre = seal::verifying(seal::make_signing_key("centre", seal::system_entropy()));
  Uplink uplink(stranger, letters, box.files);
  uplink.send(order(1));
  EXPECT_EQ(letters.next<core::ExchangeAnswer>().received.error().code, Code::signature_wrong);
}

TEST_F(UplinkTest, NobodyThere_IsLinkDown) {
  auto gone = peer();
  server.reset();
  Uplink uplink(gone, letters, box.files);
  uplink.send(order(2));
  EXPECT_EQ(letters.next<core::ExchangeAnswer>().received.error().code, Code::link_down);
}

TEST(Devices, NoPrinter_FailsThePrintWithACondition) {
  samples::Letters letters;
  samples::Box box;
  Devices devices({}, letters, box.files);
  devices.print({"p1", "desk 1", "a4", "pdf"});
  auto answer = letters.next<core::PrintAnswer>();
  EXPECT_EQ(answer.print, "p1");
  EXPECT_EQ(answer.outcome, "failed");
  EXPECT_EQ(answer.conditions, (line::Conditions{{"printer_missing", line::Severity::error}}));
}

// More than a driver takes calls at once.
TEST(Devices, ManyPrintsAtOnce_StandInLineAndAllComeOut) {
  samples::Letters letters;
  samples::Box box;
  hub::DeviceSpec printer{"r", "printer", "Printer", {}, ""};
  Devices devices({{"printer", {"tests/unit/node/ports/reader", "printer"}, {printer}, {}}}, letters, box.files);
  while (letters.next<core::DevicesAnswer>().devices.at(0).life != line::Life::enabled) {
  }
  constexpr int many = 40;
  for (int i = 0; i < many; ++i) devices.print({std::to_string(i), "desk 1", "a4", ""});
  for (int i = 0; i < many; ++i) {
    EXPECT_EQ(letters.next<core::PrintAnswer>().outcome, "printing");
    const auto answer = letters.next<core::PrintAnswer>();
    EXPECT_EQ(answer.outcome, "printed");
    EXPECT_EQ(answer.print, std::to_string(i));
  }
}

TEST(Devices, DriverThatCannotStart_IsToldAsADevice) {
  samples::Letters letters;
  samples::Box box;
  hub::DeviceSpec printer{"printer", "printer", "", {{"uri", "ipp://127.0.0.1:1/"}}};
  Devices devices({{"ipp", {"/nowhere/karvan-driver-ipp"}, {printer}, {}}}, letters, box.files);
  auto answer = letters.next<core::DevicesAnswer>();
  ASSERT_EQ(answer.devices.size(), 1U);
  EXPECT_EQ(answer.devices[0].id, "printer");
  EXPECT_NE(line::worst(answer.devices[0].conditions), line::Severity::ok);
}

struct OrdersTest : testing::Test {
  samples::Letters letters;
  samples::Box box;
  Uplink uplink{{"http://127.0.0.1:1", {}, {}}, letters, box.files};
  Devices devices{{}, letters, box.files};
  Sticks sticks{{}, letters, box.files};
  Counting counting{[](std::uint64_t to, bool) { return to + 1; }, letters};
  samples::Stored stored{box.files};
  Orders orders{{[](const core::Answered&) {}, [](std::uint64_t, Result<std::string>) {}, [](const core::Notify&) {}},
                seal::signing_key_of_seed("bus-01", std::string(32, 'k')),
                letters,
                uplink,
                devices,
                box.files,
                sticks,
                counting,
                stored.scrubber};
  std::string hash = seal::hash_pin("482913", seal::system_entropy(), {1, 64});
};

TEST_F(OrdersTest, WhatTheTpmCounts_IsAnswered) {
  orders.carry_out(core::RaiseCounter{41, false});
  EXPECT_EQ(letters.next<core::CounterAnswer>().counted.value(), 42u);
}

TEST_F(OrdersTest, RightPin_IsRight) {
  orders.carry_out(core::VerifyPin{9, hash, "482913"});
  auto answer = letters.next<core::PinAnswer>();
  EXPECT_EQ(answer.ticket, 9U);
  EXPECT_TRUE(answer.right);
}

TEST_F(OrdersTest, WrongPin_IsWrong) {
  orders.carry_out(core::VerifyPin{9, hash, "482914"});
  EXPECT_FALSE(letters.next<core::PinAnswer>().right);
}

TEST_F(OrdersTest, PinBeyondTheQueue_IsAnsweredAsNotChecked) {
  std::promise<void> released;
  auto wait = [until = released.get_future().share()](std::uint64_t, Result<std::string>) { until.wait(); };
  auto key = seal::signing_key_of_seed("bus-01", std::string(32, 'k'));
  Orders full{{[](const core::Answered&) {}, wait, [](const core::Notify&) {}},
              key,
              letters,
              uplink,
              devices,
              box.files,
              sticks,
              counting,
              stored.scrubber};
  full.carry_out(core::RenderSlip{1, {}});
  for (std::uint64_t ticket = 2; ticket < jobs_max + 4; ++ticket) full.carry_out(core::VerifyPin{ticket, "", "482913"});
  EXPECT_FALSE(letters.next<core::PinAnswer>().checked);
  released.set_value();
}

TEST_F(OrdersTest, SlipThatCannotBeDrawn_FailsThePrint) {
  counter::Slip slip;
  slip.kind = "receipt";
  slip.title = "\U0010FFFD";  // no font has it
  orders.carry_out(core::SendPrint{"p1", "desk 1", slip});
  auto answer = letters.next<core::PrintAnswer>();
  EXPECT_EQ(answer.outcome, "failed");
  EXPECT_EQ(answer.conditions, (line::Conditions{{"glyph_missing", line::Severity::error}}));
}

TEST_F(OrdersTest, Exchange_GoesToTheUplink) {
  orders.carry_out(core::SendExchange{3, {}, 0});
  EXPECT_EQ(letters.next<core::ExchangeAnswer>().round, 3U);
}

}  // namespace
}  // namespace karvan::ports
