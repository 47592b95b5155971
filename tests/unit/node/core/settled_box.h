#pragma once
#include "storage/seal/hash.h"
#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

namespace karvan::core::samples {

// A box with one application that is paid and settled, on which another box has set the phone.
class SettledBox : public testing::Test {
 protected:
  SettledBox() {
    box_.sign_in();
    id_ = box_.filed();
    box_.paid(id_);
    auto answer = box_.applied(box_.round());
    own_ = answer.entries.size();
    answer.entries.push_back(entry(phone("0300")));
    box_.say(std::move(answer));
  }

  // Another box's operation.
  model::Op phone(const std::string& value) {
    model::Op op;
    op.id = {"bus-02", "e9", ++others_};
    op.time = {box_.now + 1, 0};
    op.salt = "00";
    op.actor = "omar";
    op.of = Box::application(id_);
    op.set = {{"phone", value}};
    return op;
  }
  exchange::Entry entry(const model::Op& op) { return {++box_.checkpoint.office, "", 0, model::write_op(op), {}}; }
  void say(std::vector<exchange::Entry> entries, bool more = false) {
    box_.round();
    exchange::Answer answer;
    answer.entries = std::move(entries);
    answer.more = more;
    box_.say(std::move(answer));
  }
  std::optional<store::Settled> settled() { return *box_.store().records().settled(Box::application(id_)); }
  model::Record seen() { return *box_.core->book().record(Box::application(id_)); }
  std::string seen_phone() { return seen().fields.at("phone").value; }
  std::vector<std::string> wanted() { return *box_.core->book().wanted(); }
  std::size_t pending() { return box_.store().log().pending(Box::application(id_))->size(); }
  // Everything of this box is at the centre's new positions 1, 2, …, then another's phone.
  std::vector<exchange::Entry> told_again() {
    std::vector<exchange::Entry> entries;
    const auto epoch = box_.store().log().head()->epoch;
    for (std::size_t i = 1; i <= own_; ++i) entries.push_back({++box_.checkpoint.office, epoch, i, "", {}});
    entries.push_back(entry(phone("0300")));
    return entries;
  }
  // Says them at the time that the last of them was written.
  void say_whole(const std::vector<exchange::Snapshot>& snapshots, std::int64_t centre_ms) {
    box_.round();
    exchange::Answer answer;
    answer.snapshots = snapshots;
    box_.drain(ExchangeAnswer{
        box_.exchanges.back().round, exchange::Received{answer, box_.checkpoint, false}, {1 << 20}, centre_ms});
    box_.settle_down();
  }
  model::HybridTime next_time() {
    box_.sign_in();
    box_.filed();
    return model::parse_op(box_.store().log().newest(1)->front().line)->time;
  }
  void restore(const std::string& life) {
    box_.checkpoint.centre_epoch = life;
    box_.checkpoint.office = 0;
    others_ = 0;
  }

  test::MemoryVfs disk_{"settled"};
  Box box_{disk_.name()};
  std::string id_;
  std::size_t own_ = 0;
  std::uint64_t others_ = 0;
};

}  // namespace karvan::core::samples
