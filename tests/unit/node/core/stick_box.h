#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/unit/node/core/box.h"

namespace karvan::core::samples {

// A box whose supervisor has sticks written and read.
class StickBox : public testing::Test {
 protected:
  explicit StickBox(const std::string& vfs = "") : box(vfs) { box.sign_in("bilal"); }

  template <class T>
  static const T* only(const std::vector<Outgoing>& out) {
    const T* found = nullptr;
    for (const auto& one : out)
      if (const auto* order = std::get_if<T>(&one)) found = order;
    return found;
  }
  std::vector<Outgoing> order(bool read) {
    static constexpr std::string_view supervisors[] = {"supervisor"};
    const auto ticket = ++tickets_;
    auto out = box.drain(StickLetter{ticket, seat, {supervisors}, read});
    auto told = Box::answer(out, ticket);
    refused = told ? std::nullopt : std::optional(told.error().code);
    return out;
  }
  WriteStick written() {
    const auto out = order(false);
    const auto* piece = only<WriteStick>(out);
    if (!piece) throw std::runtime_error("nothing to write");
    auto kept = *piece;
    box.drain(StickWritten{kept.marks, StickWritten::Whole{"x.work.age", 9, 2, 1}});
    return kept;
  }
  // What the centre answers to it.
  StickRead::Content content(const WriteStick& piece, exchange::Answer answer) {
    StickRead::Content content;
    content.name = "x.answer.age";
    content.head = {exchange::BundleKind::answer, "bus-01", piece.epoch, piece.request.cursors,
                    piece.request.take ? piece.request.take->after : ""};
    content.answers.push_back({std::move(answer), box.checkpoint, false});
    return content;
  }
  const StickState& read(StickRead::Content content) {
    const auto out = order(true);
    if (!only<ReadStick>(out)) throw std::runtime_error("nothing is read");
    box.drain(StickRead{std::move(content)});
    box.settle_down();
    return box.core->stick();
  }
  std::uint64_t unsent() { return *box.store().log().count_unsent(); }
  std::uint64_t unsettled() { return *box.store().log().count_unsettled(); }

  Box box;
  std::string seat = "digest of bilal";
  std::optional<Code> refused;

 private:
  std::uint64_t tickets_ = 9'000;
};

}  // namespace karvan::core::samples
