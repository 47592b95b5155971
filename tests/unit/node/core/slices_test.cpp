#include "tests/oracle/agreement/drawn.h"
#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

// Histories drawn at random, folded by a box in slices that begin wherever it last stated its cursor.
namespace karvan::core {
namespace {

// A box that wrote nothing of it.
class Folder {
 public:
  explicit Folder(const agreement::World& world) {
    for (const auto& entry : world.feed())
      entries_.push_back({entries_.size() + 1, "", 0, model::write_op(entry.op), entry.verdict});
  }
  // Entries `from` … `to` − 1, in a commit of their own.
  void fold(std::size_t from, std::size_t to) {
    RC_ASSERT(box_.store().begin().has_value());
    auto left = to - from;
    const auto folded = box_.core->book().fold(std::span(entries_).subspan(from, to - from), left);
    RC_ASSERT(folded.has_value());
    RC_ASSERT(folded->entries == to - from);
    RC_ASSERT(!folded->fault);
    RC_ASSERT(box_.store().commit().has_value());
  }
  std::string body(const std::string& record) { return (*box_.store().records().settled(record))->body; }

 private:
  test::MemoryVfs disk_{"slices"};
  samples::Box box_{disk_.name()};
  std::vector<exchange::Entry> entries_;
};

TEST(Slices, P3_P10_TakenAgainFromAnywhereBefore_GiveTheBytesOfTheCentre) {
  agreement::holds(5, 500, [] {
    const auto world = agreement::played(agreement::drawn_acts());
    const auto& feed = world.feed();
    RC_PRE(!feed.empty());
    Folder box(world);
    for (std::size_t position = 0; position < feed.size();) {
      const std::size_t from = position - *rc::gen::inRange<std::size_t>(0, position + 1);
      const std::size_t to = *rc::gen::inRange(position, feed.size()) + 1;
      box.fold(from, to);
      position = to;
    }
    RC_ASSERT(box.body(world.record().id) == model::write_record(world.record()));
  });
}

}  // namespace
}  // namespace karvan::core
