#include "tests/unit/node/core/capture_box.h"

// Until when a box can open the files of an application.
namespace karvan::core {
namespace {

using samples::Box;
using samples::CaptureBox;
using samples::h1;
using samples::h2;

constexpr std::int64_t long_ms = 400 * 86'400'000LL;  // than anything is kept

// One file, filed.
struct KeysBox : CaptureBox {
  explicit KeysBox(counter::samples::Changed changed = {}) : CaptureBox("", std::move(changed)) {
    captured(h1);
    if (auto filed = file(); !filed) throw std::runtime_error(describe(filed.error()));
    while (core->tend()) continue;
    sign_in("bilal");
  }
  void approve() { must(counter::ApproveApplication{{}, draft}); }
  void withdraw() { must(counter::CloseApplication{{}, draft, "withdrawn", "they no longer want it"}); }
  void within_a_commit(const std::function<Result<void>()>& work) {
    auto done = store().begin();
    if (done) done = work();
    if (done) done = store().commit();
    if (!done) throw std::runtime_error(describe(done.error()));
  }
  // The centre has all that was written, and a copy of it; a day sheet counts it.
  void make_safe() {
    say(applied(round()));
    const auto head = *store().log().head();
    within_a_commit([&]() -> Result<void> {
      TRY_VOID(store().log().mark_safe(head.epoch, head.seq));
      return store().documents().put({"day_point", "last", head.epoch + "/" + std::to_string(head.seq), 0});
    });
  }
  std::size_t purged() {
    std::size_t count = 0;
    within_a_commit([&]() -> Result<void> {
      TRY(count, core->book().purge_outdated());
      return {};
    });
    return count;
  }
};

void until_issued(catalogue::Service& service) {
  counter::samples::with_documents(service);
  service.policy = catalogue::Policy::issue;
  service.stages = catalogue::stages_of(service.policy);
  service.keep_until = "document_issued";
}

void without_review(catalogue::Service& service) {
  std::erase_if(service.stages, [](const auto& stage) { return stage.id == "reviewed"; });
}

// The file stays to be sent; nobody at this box looks at it again, and its key is in no journal either.
TEST(FileKey, P13_OnceReviewed_IsErasedAndWiped) {
  KeysBox box;
  ASSERT_FALSE(box.core->book().wipe_due());
  ASSERT_NE(box.key(h1), "");
  box.approve();
  EXPECT_EQ(box.key(h1), "");
  EXPECT_EQ(box.state(h1), "waiting");
  EXPECT_TRUE(box.core->book().wipe_due());
}

TEST(FileKey, P13_OfAServiceThatKeepsItUntilThePaper_IsErasedWithIt) {
  KeysBox box(until_issued);
  box.approve();
  box.paid(box.draft);
  ASSERT_NE(box.key(h1), "");
  box.must(counter::IssueDocument{{}, box.draft, ""});
  EXPECT_EQ(box.key(h1), "");
  EXPECT_TRUE(box.core->book().wipe_due());
}

// What is begun keeps the version that it began with, and so until when its files open.
TEST(FileKey, P13_IsKeptAsLongAsItsOwnVersionSays) {
  auto until = std::make_shared<std::string>("document_issued");
  KeysBox box([until](catalogue::Service& service) {
    until_issued(service);
    service.keep_until = *until;
  });
  *until = "reviewed";
  exchange::Answer answer;
  answer.documents = box.services("Domicile certificate, revised");
  box.round();
  box.say(std::move(answer));
  const auto& book = box.core->book();
  ASSERT_EQ(book.catalogue().current("domicile", book.when().today)->title.at("en"), "Domicile certificate, revised");
  box.approve();
  EXPECT_NE(box.key(h1), "");
}

// Nobody would ever reach the stage.
TEST(FileKey, P13_OfAServiceWithoutReview_IsErasedWhenTheApplicationEnds) {
  KeysBox box(without_review);
  box.paid(box.draft);
  ASSERT_NE(box.key(h1), "");
  box.withdraw();
  EXPECT_EQ(box.key(h1), "");
}

TEST(FileKey, P13_OfAnApplicationThatEndedBefore_IsErasedToo) {
  KeysBox box;
  box.withdraw();
  EXPECT_EQ(box.key(h1), "");
  EXPECT_TRUE(box.core->book().wipe_due());
}

TEST(FileKey, P13_OfAFileThatComesAfterwards_IsErasedAtOnce) {
  KeysBox box;
  box.approve();
  auto start = box.start("proof");
  start.application = std::exchange(start.draft, "");
  const auto capture = std::string(box.must(start).at("capture").as_string());
  box.drain(CaptureBox::picture(capture, h2));
  EXPECT_EQ(box.state(h2), "waiting");
  EXPECT_EQ(box.key(h2), "");
}

TEST(FileKey, P12_Gone_TakesNoFileThatTheCentreHasNot) {
  KeysBox box([](catalogue::Service& service) { service.retention_days = 30; });
  box.withdraw();
  box.make_safe();
  box.now += long_ms;
  box.drain(Tick{});
  ASSERT_EQ(box.key(h1), "");
  EXPECT_EQ(box.purged(), 0u);
  EXPECT_EQ(box.hashes(), std::vector<std::string>{h1});
  box.within_a_commit([&] { return box.store().attachments().sent(h1, 900, true); });
  EXPECT_EQ(box.purged(), 1u);
  EXPECT_TRUE(box.hashes().empty());
}

}  // namespace
}  // namespace karvan::core
