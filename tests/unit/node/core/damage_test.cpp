#include "tests/unit/node/core/capture_box.h"

// What was found damaged when it was read again.
namespace karvan::core {
namespace {

using samples::CaptureBox;
using samples::h1;
using samples::h2;
using samples::orders;

struct DamageBox : CaptureBox {
  DamageBox() {
    captured(h1);
    auto filed = file();
    if (!filed) throw std::runtime_error(describe(filed.error()));
    application = std::string(filed->at("application").as_string());
  }
  // The next piece; nobody is at work.
  ReadAgain piece() {
    for (int i = 0; i < 1'000; ++i) {
      now += 500;
      auto found = orders<ReadAgain>(drain(Tick{}));
      if (!found.empty()) return found[0];
    }
    throw std::runtime_error("nothing is read again");
  }
  // Of the file the answer is `fault`, as often as it is asked for; all else is whole. Until its next is asked for.
  std::vector<Outgoing> pass(const std::string& hash, std::optional<Code> fault) {
    std::vector<Outgoing> told;
    for (bool met = false;;) {
      const auto order = piece();
      if (met && order.file != hash) return told;
      met |= order.file == hash;
      WasRead read{.file = order.file, .next = order.from + 900, .end = true, .bytes = 900, .used_us = 100};
      if (order.file == hash && fault) read.fault = Error{.code = *fault};
      auto out = drain(std::move(read));
      if (order.file == hash) told = std::move(out);
      if (order.file == hash && (!fault || core->book().is_damaged(hash) || !orders<SetAside>(told).empty()))
        return told;
    }
  }
  void upload(const std::string& hash) {
    (void)store().begin();
    (void)store().attachments().sent(hash, 900, true);
    (void)store().commit();
  }
  std::string application;
};

TEST(Damage, P11_FileNotYetAtTheCentre_ItsApplicationIsTold) {
  DamageBox box;
  const auto told = box.pass(h1, Code::seal_broken);
  EXPECT_TRUE(samples::notified(told, "status"));
  EXPECT_TRUE(samples::notified(told, "application/" + box.application));
  EXPECT_TRUE(orders<SetAside>(told).empty());
  EXPECT_EQ(box.core->book().damaged_files(), 1u);
}

TEST(Damage, P11_FileThatTheCentreHasByNow_IsNotToldAnyMore) {
  DamageBox box;
  box.pass(h1, Code::seal_broken);
  ASSERT_EQ(box.core->book().damaged_files(), 1u);
  box.upload(h1);
  box.now += scrub_pass_ms;
  for (int i = 0; i < 2; ++i) box.pass(h1, Code::seal_broken);  // once is by chance
  EXPECT_EQ(box.core->book().damaged_files(), 0u);
}

TEST(Damage, P11_AfterARestart_IsStillKnown) {
  DamageBox box;
  box.pass(h1, Code::not_found);
  box.restart();
  EXPECT_TRUE(box.core->book().is_damaged(h1));
}

TEST(Damage, P11_CapturedAgain_TheNewFileTakesItsPlace) {
  DamageBox box;
  box.pass(h1, Code::seal_broken);
  box.sign_in();
  counter::StartCapture again = box.start();
  again.draft.clear();
  again.application = box.application;
  const auto capture = std::string(box.must(again).at("capture").as_string());
  const auto out = box.drain(CaptureBox::picture(capture, h2));
  EXPECT_EQ(box.core->book().damaged_files(), 0u);
  EXPECT_EQ(box.hashes(), std::vector<std::string>{h2});
  ASSERT_EQ(orders<RemoveFile>(out).size(), 1u);
  EXPECT_EQ(orders<RemoveFile>(out)[0].hash, h1);
  EXPECT_EQ(box.state(h2), "waiting");
}

TEST(Damage, FileThatTheCentreHas_IsSetAside_AndNothingIsAskedOfAnyone) {
  DamageBox box;
  box.upload(h1);
  const auto told = box.pass(h1, Code::seal_broken);
  ASSERT_EQ(orders<SetAside>(told).size(), 1u);
  EXPECT_EQ(orders<SetAside>(told)[0].hash, h1);
  EXPECT_EQ(box.core->book().damaged_files(), 0u);
}

TEST(Damage, FileThatReadsAgain_WasNotDamaged) {
  DamageBox box;
  box.pass(h1, Code::io_failed);
  EXPECT_TRUE(box.core->book().is_damaged(h1));
  box.now += scrub_pass_ms;
  box.pass(h1, std::nullopt);
  EXPECT_FALSE(box.core->book().is_damaged(h1));
  box.restart();
  EXPECT_FALSE(box.core->book().is_damaged(h1));
}

TEST(Damage, PageOfTheDatabase_IsToldAtOnce_UntilTheNextStart) {
  DamageBox box;
  EXPECT_EQ(box.core->pages_damaged_ms(), 0);
  for (int i = 0; i < 2; ++i) {
    const auto order = box.piece();
    ASSERT_EQ(order.file, "");
    WasRead read{.file = "", .next = order.from, .bytes = 900};
    read.fault = Error{.code = Code::database_damaged, .args = {}, .where = "page 3"};
    box.drain(std::move(read));
  }
  EXPECT_EQ(box.core->pages_damaged_ms(), box.now);
  box.restart();
  EXPECT_EQ(box.core->pages_damaged_ms(), 0);  // the start read every page
}

TEST(Damage, Restart_GoesOnWithTheNextFile) {
  DamageBox box;
  while (box.piece().file != h1) box.drain(WasRead{.file = "", .next = 64 << 20, .end = true, .bytes = 64 << 20});
  box.drain(WasRead{.file = h1, .next = 900, .end = true, .bytes = 64 << 20});
  box.restart();
  box.now += 10 * 60'000;
  EXPECT_TRUE(orders<ReadAgain>(box.drain(Tick{})).empty());  // there is none: the pass is over
}

TEST(Damage, ManyLetters_NothingIsReadAgainMeanwhile) {
  DamageBox box;
  box.sign_in();
  for (int i = 0; i < 20; ++i) {
    box.now += 10'000;
    for (std::size_t n = 0; n <= scrub_letters_max; ++n) box.drain(box.letter(counter::ExchangeNow{}));
    EXPECT_TRUE(orders<ReadAgain>(box.drain(Tick{})).empty());
  }
  EXPECT_NO_THROW(box.piece());
}

}  // namespace
}  // namespace karvan::core
