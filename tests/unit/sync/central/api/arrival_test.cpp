#include "sync/central/receive/upload.h"
#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::noon;
using testing::Open;

const std::string sealed = "sealed bytes of a scan, as good as any";

class Arrivals : public Desks {
 protected:
  Arrivals() : box_("bus-01"), hash_(seal::to_hex(seal::sha256(sealed))) { enrol(box_); }
  void file_with_attachment() {
    auto op = box_.filing(a1, version_);
    op.set["proof"] = hash_;
    op.attach.push_back({"proof", hash_, sealed.size(), "image/jpeg", ""});
    box_.write(op);
    round(box_.request());
  }
  void upload() {
    Uploads uploads(*files_, attachments_folder({folder_, {}, {}}));
    must(uploads.open(noon));
    must(uploads.create("bus-01", hash_, sealed.size(), noon));
    must(uploads.append("bus-01", hash_, 0, sealed, noon));
  }
  Box box_;
  std::string hash_;
};

TEST_F(Arrivals, P11_ApplicationWithoutItsFile_IsNotReceived) {
  file_with_attachment();
  EXPECT_TRUE(record(a1).reached("filed"));
  EXPECT_FALSE(record(a1).reached("received_by_centre"));
}

// A batch may end between the filing and its `attach`.
TEST_F(Arrivals, P11_FilingWhoseAttachIsStillOnItsWay_WaitsForTheFile) {
  auto filing = box_.filing(a1, version_);
  filing.set["proof"] = hash_;
  box_.write(filing);
  round(box_.request());
  EXPECT_TRUE(record(a1).reached("filed"));
  EXPECT_FALSE(record(a1).reached("received_by_centre"));
  auto attach = box_.op(a1);
  attach.attach.push_back({"proof", hash_, sealed.size(), "image/jpeg", ""});
  box_.write(attach);
  round(box_.request());
  EXPECT_FALSE(record(a1).reached("received_by_centre"));
  upload();
  reconcile();
  EXPECT_TRUE(record(a1).reached("received_by_centre"));
}

TEST_F(Arrivals, P11_FileThatComesLater_MakesItReceivedOnce) {
  file_with_attachment();
  upload();
  reconcile();
  EXPECT_TRUE(record(a1).reached("received_by_centre"));
  auto entries = feed().size();
  close();
  open();
  reconcile();
  EXPECT_EQ(feed().size(), entries);
}

TEST_F(Arrivals, P11_FileThatCameFirst_HoldsNothingUp) {
  upload();
  reconcile();
  file_with_attachment();
  EXPECT_TRUE(record(a1).reached("received_by_centre"));
}

// The first was damaged at its box before it came.
TEST_F(Arrivals, P11_QuestionCapturedAgain_WaitsForTheNewFileAlone) {
  const auto lost = seal::to_hex(seal::sha256("a file that never comes"));
  auto filing = box_.filing(a1, version_);
  filing.set["proof"] = lost;
  filing.attach.push_back({"proof", lost, 900, "image/jpeg", ""});
  box_.write(filing);
  auto again = box_.op(a1);
  again.set["proof"] = hash_;
  again.over["proof"] = model::to_text(filing.id);
  again.attach.push_back({"proof", hash_, sealed.size(), "image/jpeg", ""});
  box_.write(again);
  round(box_.request());
  EXPECT_FALSE(record(a1).reached("received_by_centre"));
  upload();
  reconcile();
  EXPECT_TRUE(record(a1).reached("received_by_centre"));
}

TEST_F(Arrivals, P11_HalfAFile_IsNoFile) {
  file_with_attachment();
  Uploads uploads(*files_, attachments_folder({folder_, {}, {}}));
  must(uploads.open(noon));
  must(uploads.create("bus-01", hash_, sealed.size(), noon));
  must(uploads.append("bus-01", hash_, 0, sealed.substr(0, 10), noon));
  reconcile();
  EXPECT_FALSE(record(a1).reached("received_by_centre"));
}

TEST_F(Arrivals, View_SaysWhichFileIsMissing) {
  file_with_attachment();
  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto state = [&] { return ask(both.page, get("applications/lahore/a1", cookie)).body; };
  EXPECT_NE(state().find("\"exception\":\"\",\"state\":\"waiting\""), std::string::npos) << state();
  upload();
  EXPECT_NE(state().find("\"exception\":\"\",\"state\":\"there\""), std::string::npos) << state();
}

}  // namespace
}  // namespace karvan::central
