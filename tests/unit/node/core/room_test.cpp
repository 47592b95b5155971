#include <sqlite3.h>

#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

bool tells(const std::vector<Outgoing>& out, std::string_view topic) {
  for (const auto& one : out)
    if (const auto* notify = std::get_if<Notify>(&one); notify && notify->topic == topic) return true;
  return false;
}

TEST(Room, P1_OnADiskThatIsNearlyFull_NewWorkIsRefusedAndOpenWorkEnds) {
  Box box;
  box.sign_in();
  const auto draft = box.started();
  const auto before = box.count();
  box.drain(Tick{counter::room_little_bytes - 1});
  EXPECT_EQ(code_of(box.ask(counter::StartDraft{{}, "domicile"})), Code::disk_nearly_full);
  EXPECT_EQ(*box.store().drafts().count(), 1u);
  EXPECT_EQ(box.count(), before);
  box.drain(Tick{counter::room_scarce_bytes - 1});
  const auto application = std::string(box.must(counter::FileDraft{{}, draft, 2, ""}).at("application").as_string());
  const auto print = std::string(box.paid(application).at("print").as_string());
  box.drain(PrintAnswer{print, "unknown", "", {}});
  box.must(counter::SettlePrint{{}, print, "printed", ""});
}

TEST(Room, P1_WithoutRoom_NothingIsChangedAndAllIsThere) {
  Box box;
  box.sign_in();
  const auto draft = box.started();
  const auto before = box.count();
  box.drain(Tick{counter::room_none_bytes - 1});
  EXPECT_EQ(code_of(box.ask(counter::FileDraft{{}, draft, 2, ""})), Code::disk_full);
  EXPECT_EQ(code_of(box.ask(counter::ChangeDraft{{}, draft, 2, {{"full_name", "Other"}}})), Code::disk_full);
  EXPECT_EQ(box.count(), before);
  EXPECT_EQ((*box.store().drafts().get(draft))->seen, 2u);
}

TEST(Room, P2_WithoutRoom_ARepeatedCmdStillGetsItsFirstAnswer) {
  Box box;
  box.sign_in();
  const auto draft = box.started();
  const auto first = box.ask(counter::FileDraft{{}, draft, 2, ""}, "the-same-command");
  box.drain(Tick{counter::room_none_bytes - 1});
  const auto second = box.ask(counter::FileDraft{{}, draft, 2, ""}, "the-same-command");
  ASSERT_TRUE(second) << describe(second.error());
  EXPECT_EQ(json::write(*first), json::write(*second));
}

TEST(Room, WithoutRoom_APersonSignsInAndTheExchangeGoesOn) {
  Box box;
  box.sign_in();
  box.filed();
  box.drain(Tick{counter::room_none_bytes - 1});
  box.sign_in("bilal");
  const auto request = box.round();
  ASSERT_FALSE(request.batches.empty());
  box.say(box.applied(request));
  EXPECT_EQ(box.unsent(), 0u);
}

TEST(Room, WhenItComesBack_TheDeskGoesOnByItself) {
  Box box;
  box.sign_in();
  EXPECT_TRUE(tells(box.drain(Tick{counter::room_none_bytes - 1}), "status"));
  EXPECT_FALSE(tells(box.drain(Tick{counter::room_none_bytes - 1}), "status"));
  EXPECT_TRUE(tells(box.drain(Tick{4 * counter::room_little_bytes}), "status"));
  box.started();
}

TEST(Room, P1_OnceAWriteFoundTheDiskFull_NothingIsTriedUntilItMayBe) {
  test::MemoryVfs disk("room-full");
  Box box("room-full");
  box.sign_in();
  const auto draft = box.started();
  disk.fail_changes(1, SQLITE_FULL, test::for_good);
  EXPECT_FALSE(box.ask(counter::FileDraft{{}, draft, 2, ""}));
  disk.heal();
  EXPECT_EQ(box.core->room().room(), counter::Room::none);
  box.now += recover_every_ms - 1;
  box.drain(Tick{});
  EXPECT_FALSE(box.ask(counter::FileDraft{{}, draft, 2, ""}));
  EXPECT_EQ(box.core->room().room(), counter::Room::none);
  box.now += recover_every_ms;
  box.drain(Tick{});
  EXPECT_EQ(box.core->room().room(), counter::Room::enough);
  EXPECT_TRUE(box.ask(counter::FileDraft{{}, draft, 2, ""}));
}

Result<View> count_drafts(Core& core, const counter::By&) {
  TRY(const auto count, core.book().store().drafts().count());
  return View{json::write(json::object{{"count", count}}), {}, {}};
}

// From each change of the file on that a start makes.
TEST(Room, P1_StartedOnAFullDisk_AllIsShownAndTheDeskGoesOnOnceThereIsRoom) {
  test::MemoryVfs disk("room-start");
  Box box(disk.name());
  box.sign_in();
  box.started();
  box.paid_print();
  const auto before = disk.count_changes();
  box.restart();
  const auto changes = disk.count_changes() - before;
  ASSERT_GT(changes, 0u);
  for (std::uint64_t nth = 1; nth <= changes; ++nth) {
    SCOPED_TRACE(testing::Message() << "from change " << nth);
    box.stop();
    disk.fail_changes(nth, SQLITE_FULL, test::for_good);
    box.start();
    ViewLetter view{77'777, "", {{}, false}, count_drafts};
    const auto shown = Box::answer(box.drain(std::move(view)), 77'777);
    ASSERT_TRUE(shown) << describe(shown.error());
    EXPECT_EQ(shown->at("count").to_number<std::uint64_t>(), nth);
    EXPECT_FALSE(box.ask(counter::StartDraft{{}, "domicile"}));
    disk.heal();
    for (int ticks = 0; ticks < 2; ++ticks) {
      box.now += recover_every_ms;
      box.drain(Tick{});
    }
    box.sign_in();
    box.started();
    EXPECT_TRUE(box.store().log().verify_chain());
  }
}

}  // namespace
}  // namespace karvan::core
