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

}  // namespace karvan::model::samples
