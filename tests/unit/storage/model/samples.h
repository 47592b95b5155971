#pragma once
#include <string>

#include "storage/model/op.h"

// Operations that the tests of this room begin with.
namespace karvan::model::samples {

// One that says nothing yet.
inline Op act(std::string node, std::uint64_t seq) {
  Op op;
  op.id = {std::move(node), "e1", seq};
  op.time = {1'000 + static_cast<std::int64_t>(seq), 0};
  op.of = "lahore/application/1";
  op.actor = "ayesha";
  return op;
}

// A change of two answers that has all that stands at the head of a line.
inline Op headed() {
  Op op;
  op.id = {"bus-07", "9f3c", 42};
  op.time = {1795292520123, 1};
  op.salt = "00112233445566778899aabb";
  op.actor = "ayesha";
  op.of = "lahore/application/0197";
  op.ref = 88;
  op.pin = Pin{"domicile", "abcd"};
  op.set = {{"father_name", "محمد \"علی\""}, {"phone", ""}};
  op.over = {{"father_name", "bus-07/9f3c/12"}};
  return op;
}

// One with each act there is.
inline Op full_op() {
  auto op = headed();
  op.advance = "fee_paid";
  op.post = Post{"payment", {20000, "PKR"}, "cash", "s1", ""};
  op.issue = Serial{"receipt", 7001};
  op.voided = Voided{{"receipt", 7000}, "spoiled"};
  op.printed = Printed{{"receipt", 6999}, "printed"};
  op.returned = Returned{{"filed", "reviewed"}, "the address is incomplete"};
  op.resolve = Resolved{"father_name", "", "bus-07/9f3c/12", {"bus-07/9f3c/12", "centre/a/1"}, "as on the card"};
  op.attach = {{"photo", std::string(64, 'a'), 40'000, "image/jpeg", ""},
               {"thumb", std::string(64, 'b'), 30'000, "image/jpeg", "a bandage"}};
  op.shown = {{"guardian", 2, "identity", "witness", "Bibi", "", "35202"}};
  op.decided = Decided{"granted", "", "LHR/77"};
  op.handed_over = HandedOver{{"licence", 41}, "Sana", "self", "35202"};
  op.closed = Closed{"withdrawn", "moves abroad"};
  op.sheet = Sheet{"2026-11-22", std::string(64, 'c'), "bus-07 x"};
  op.roster = 12;
  op.uncertain = true;
  op.add = {{"members", "7k3q"}, {"papers", "cnic"}};
  op.remove = {{"papers", "photo", "bus-07/9f3c/12"}};
  op.settled = Settled{"disputed:licence/41", "bus-07/9f3c/12", "upheld", "seen at the desk"};
  op.erase = Erase{"bus-07/9f3c/12", "a court's order", {"father_name"}};
  op.lease = LeaseEnd{"l1", "returned", 7100, {{7003, 7003}, {7010, 7040}}};
  op.note = "thumb print smudged";
  return op;
}

}  // namespace karvan::model::samples
