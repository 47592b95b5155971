#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "sync/central/store/nodes.h"
#include "tests/crash/transactions.h"
#include "tests/unit/sync/central/fixture.h"

// A box's files are put back, as a whole or in part: what it notices at its start, what at its first contact with the
// centre, what never. Each page verifies for itself, so an older one is as good to the cipher as the present one.
namespace karvan::crash {
namespace {

using central::testing::must;
using core::samples::Box;
using Image = test::MemoryVfs::Image;

constexpr std::size_t page_bytes = 4'096, log_header_bytes = 32, frame_bytes = 24 + page_bytes;

struct Disk {
  test::MemoryVfs disk{"rollback"};
};

class Rollback : protected Disk, public central::testing::Centre {
 protected:
  Rollback() {
    must(central::in_transaction(files_->records, [&] {
      return central::Records(files_->records).put_meta(central::meta_centre_epoch, box.checkpoint.centre_epoch);
    }));
    must(central::in_transaction(files_->inbox, [&] {
      const auto& options = box.core->book().options();
      return central::Nodes(files_->inbox)
          .put({"bus-01", 7, "lahore", seal::to_text(seal::verifying(options.key)), "fp", central::testing::noon});
    }));
    box.round();
    exchange::Answer answer;
    answer.documents = {box.lease(8001, 8400)};
    box.say(std::move(answer));
    box.sign_in("bilal");
    serve(3);
    flush();
    older = disk.image();
    serve(2);
    older_with_log = disk.image();
    flush();
    serve(4);
    contact();
    newest = disk.image();
    flush();
    flushed = disk.image();
  }

  void serve(int citizens) {
    for (int i = 0; i < citizens; ++i) used.insert(box.paid(box.filed()).at("receipt").at("number").as_int64());
  }
  // The log goes into the file.
  void flush() { ASSERT_TRUE(box.store().wipe()); }
  // The rounds of one contact with the real centre, until it has all.
  void contact() {
    for (int rounds = 0; rounds < 4 && !box.core->book().money_stopped(); ++rounds) {
      const auto answered = answer(must(accept(box.round())));
      exchange::Answer said;
      said.receipts = answered.receipts;
      said.fork = answered.fork;
      box.say(std::move(said));
      if (rounds > 0 && box.unsent() == 0) return;
    }
  }
  // The TPM does what it is asked.
  void count() {
    box.drain(core::Tick{});
    while (!box.raises.empty()) {
      stands = std::max(stands, box.raises.back().to);
      box.raises.clear();
      box.drain(core::CounterAnswer{stands});
    }
  }
  std::string database() const { return newest.begin()->first; }
  std::string log() const { return database() + "-wal"; }
  static std::string file(const Image& image, const std::string& path) {
    const auto found = image.find(path);
    return found == image.end() ? "" : found->second;
  }

  enum class Noticed { at_start, at_contact, never };
  Noticed put_back(const Image& image) {
    box.stop();
    disk.put(image);
    try {
      box.start();
    } catch (const std::runtime_error& refused) {
      const std::string why = refused.what();
      EXPECT_TRUE(why.starts_with("database_damaged") || why.starts_with("chain_broken")) << why;
      return Noticed::at_start;
    }
    count();
    if (box.core->book().money_stopped()) return Noticed::at_start;
    contact();
    return box.core->book().money_stopped() ? Noticed::at_contact : Noticed::never;
  }
  // Numbers and money wait for a person; the counter does not.
  void expect_stopped() {
    box.sign_in("bilal");
    EXPECT_EQ(core::samples::code_of(box.ask(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""})),
              Code::fork_noticed);
  }

  Box box{disk.name()};
  std::uint64_t stands = 40;    // the TPM's counter
  std::set<std::int64_t> used;  // numbers that were printed
  Image older, older_with_log, newest, flushed;
};

TEST_F(Rollback, P7_AsItWas_NothingIsNoticed) {
  EXPECT_EQ(put_back(newest), Noticed::never);
  EXPECT_EQ(put_back(flushed), Noticed::never);
}

TEST_F(Rollback, P7_AnOlderDatabaseWithItsLog_IsNoticedAtTheFirstContact) {
  for (const auto& image : {older, older_with_log}) {
    EXPECT_EQ(put_back(image), Noticed::at_contact);
    expect_stopped();
  }
}

TEST_F(Rollback, P7_ADatabaseWithoutItsLog_IsNoticedAtTheFirstContact) {
  ASSERT_FALSE(file(newest, log()).empty());
  EXPECT_EQ(put_back({{database(), file(newest, database())}}), Noticed::at_contact);
  expect_stopped();
}

TEST_F(Rollback, P7_AnOlderLogOverANewerDatabase_IsNoticedAtTheFirstContact) {
  ASSERT_FALSE(file(older_with_log, log()).empty());
  const auto noticed = put_back({{database(), file(flushed, database())}, {log(), file(older_with_log, log())}});
  EXPECT_EQ(noticed, Noticed::at_contact);
  expect_stopped();
}

// A log that ends at a commit is a log: what followed is gone, and only the centre knows that it was. So does one end
// where a byte of it has changed.
TEST_F(Rollback, P7_ALogCutShortOrChanged_IsNoticedAtTheFirstContactOrLacksNothing) {
  const auto whole = file(newest, log());
  const auto frames = (whole.size() - log_header_bytes) / frame_bytes;
  ASSERT_GT(frames, 20u);
  put_back(newest);
  const auto all = account_of(box);
  std::size_t at_contact = 0;
  for (std::size_t frame = 0; frame < frames; ++frame) {
    const auto begin = log_header_bytes + frame * frame_bytes;
    std::vector<std::string> left = {whole.substr(0, begin)};
    if (frame % 8 == 0) {
      left.push_back(whole.substr(0, begin + 12));
      left.push_back(whole.substr(0, begin + frame_bytes / 2));
      left.push_back(whole);
      left.back()[begin + frame_bytes / 2] ^= 1;
    }
    for (const auto& bytes : left) {
      SCOPED_TRACE(testing::Message() << "frame " << frame << " of " << frames << ", " << bytes.size() << " bytes");
      const auto noticed = put_back({{database(), file(newest, database())}, {log(), bytes}});
      EXPECT_NE(noticed, Noticed::at_start);
      expect_promises(box);
      at_contact += noticed == Noticed::at_contact ? 1 : 0;
      EXPECT_TRUE(noticed != Noticed::never || account_of(box) == all) << account_of(box);
    }
  }
  EXPECT_GT(at_contact, frames / 2);
}

// A TPM has counted the start and the blocks of numbers that the older files know nothing of.
TEST_F(Rollback, P7_WithATpm_OlderFilesAreNoticedAtTheStartAlready) {
  box.counter = "slot";
  box.restart();
  count();
  box.sign_in("bilal");
  serve(2);
  flush();
  const auto before = disk.image();
  box.restart();
  count();
  box.sign_in("bilal");
  serve(2);
  const auto after = disk.image();
  ASSERT_FALSE(file(after, log()).empty());
  for (const Image& image : {before, Image{{database(), file(after, database())}}}) {
    EXPECT_EQ(put_back(image), Noticed::at_start);
    expect_stopped();
  }
}

// What is of the log, of its index or of anything that holds together with another page is noticed. Else the page is of
// a table by itself, which lives on as it was; a number is issued twice by none.
TEST_F(Rollback, P5_P7_AnOlderPageInANewerDatabase_IsNoticedOrGivesNoNumberTwice) {
  const auto before = file(older, database()), now = file(flushed, database());
  std::size_t changed = 0, at_start = 0, never = 0, paid_for = 0;
  for (std::size_t at = page_bytes; at + page_bytes <= before.size(); at += page_bytes) {
    if (before.compare(at, page_bytes, now, at, page_bytes) == 0) continue;
    SCOPED_TRACE(testing::Message() << "page " << at / page_bytes + 1);
    ++changed;
    auto mixed = now;
    mixed.replace(at, page_bytes, before, at, page_bytes);
    const auto noticed = put_back({{database(), mixed}});
    at_start += noticed == Noticed::at_start ? 1 : 0;
    if (noticed != Noticed::never) continue;
    ++never;
    box.sign_in("bilal");
    const auto paid = box.ask(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""});
    paid_for += paid ? 1 : 0;
    const bool twice = paid && used.contains(paid->at("receipt").at("number").as_int64());
    EXPECT_FALSE(twice) << "P5";
  }
  RecordProperty("changed", static_cast<int>(changed));
  RecordProperty("never", static_cast<int>(never));
  EXPECT_GT(changed, 10u);
  EXPECT_GT(at_start, changed / 2);
  EXPECT_GT(never, 0u);
  EXPECT_GT(paid_for, 0u);
}

}  // namespace
}  // namespace karvan::crash
