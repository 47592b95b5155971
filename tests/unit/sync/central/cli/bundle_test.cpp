#include <filesystem>
#include <fstream>

#include "storage/seal/age.h"
#include "sync/central/cli/commands.h"
#include "sync/central/store/leases.h"
#include "sync/exchange/bundle.h"
#include "tests/unit/sync/central/cli/housed.h"

// The command that takes sticks, beside whoever serves.
namespace karvan::central {
namespace {

namespace fs = std::filesystem;
using testing::Box;
using testing::counted;
using testing::must;
using testing::noon;

class BundleCommand : public testing::Housed {
 protected:
  BundleCommand() {
    fs::create_directories(sticks_);
    enrol(box_);
    box_.write(box_.filing(a1, version_));
    round(box_.request());
  }
  ~BundleCommand() override { fs::remove_all(sticks_); }

  // Its work on a stick, by a box that has fetched all and runs low of receipts.
  void put_on_stick(const Box& box, const std::vector<exchange::Tail>& tail = {}) {
    auto request = box.request();
    request.tail = tail;
    request.want = {{"receipt", 0, 0}};
    request.cursors.node = 1'000;
    exchange::BundleWriter bundle;
    auto text = bundle.begin({exchange::BundleKind::work, box.name(), "e1", {}});
    text += bundle.message(exchange::encode(request, 3));
    text += bundle.end(box.key());
    auto sealer = must(seal::seal_to_recipient(identity_.recipient, counted(6)));
    auto sealed = sealer->append(text);
    sealed += sealer->finish();
    std::ofstream(sticks_ + "/a.work.age", std::ios::binary) << sealed;
  }
  // As one command beside a centre that serves.
  json::object take() {
    return must(take_bundles(house_, identity_, "", sticks_, [&] {
      reconcile();
      return true;
    }));
  }
  std::size_t leases() { return must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(); }
  void change(Box& box, const std::string& phone) {
    auto op = box.op(a1);
    op.set["phone"] = phone;
    op.over["phone"] = "bus-01/e1/1";
    box.write(op);
  }

  std::string sticks_ = folder_ + ".sticks";
  seal::AgeIdentity identity_ = seal::make_age_identity(counted(5));
  Box box_{"bus-01"};
};

TEST_F(BundleCommand, P5_BoxThatRunsLow_IsLentNumbersWithTheAnswer) {
  const auto before = leases();
  change(box_, "2");
  put_on_stick(box_);
  EXPECT_FALSE(take().contains("faults"));
  EXPECT_EQ(leases(), before + 1);
}

// The numbers of yesterday's copy were lent since.
TEST_F(BundleCommand, P5_OnARestoredFolder_LendsNothingUntilAPersonSaysSo) {
  EXPECT_FALSE(check());
  back_up();
  put_on_stick(box_);
  take();
  const auto lent = leases();
  put_back(backup_);
  ASSERT_EQ(leases(), lent - 1);
  take();
  EXPECT_EQ(leases(), lent - 1);
  EXPECT_NE(must(Records(files_->records).meta(meta_centre_epoch)), "c1");
}

TEST_F(BundleCommand, P5_LeaseHandedBackOnAStick_IsKnownAgain) {
  rules::Lease lease;
  lease.id = "00000000000000aa";
  lease.node = "bus-01";
  lease.kind = "licence";
  lease.first = 9'001;
  lease.last = 9'100;
  lease.issued_ms = noon;
  lease.not_after_ms = noon + 1'000'000;
  put_on_stick(box_, {{"lease", seal::sign_note(rules::write_lease(lease), keys_.signing)}});
  EXPECT_FALSE(take().contains("faults"));
  EXPECT_TRUE(must(LeaseBook(files_->records).holding({"licence", 9'050})));
  EXPECT_EQ(must(LeaseBook(files_->records).allocated()).at("licence"), 9'101);
}

TEST_F(BundleCommand, P7_StickThatRevealsAFork_IsLentNoNumbers) {
  Box clone = box_;
  change(box_, "2");
  round(box_.request());
  const auto before = leases();
  change(clone, "3");
  put_on_stick(clone);
  EXPECT_FALSE(take().contains("faults"));
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->fork.empty());
  EXPECT_EQ(leases(), before);
}

}  // namespace
}  // namespace karvan::central
