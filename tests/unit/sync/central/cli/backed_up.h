#pragma once
#include <filesystem>
#include <string>

#include "sync/central/cli/backup.h"
#include "sync/central/receive/upload.h"
#include "sync/central/reconcile/tail.h"
#include "sync/central/store/roster.h"
#include "sync/exchange/parts.h"
#include "tests/unit/sync/central/cli/housed.h"

namespace karvan::central::testing {

// A centre of which copies are made, and in whose place one is put.
class BackedUp : public Housed {
 protected:
  BackedUp() {
    must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
    enrol(box_);
    reconcile();
  }
  ~BackedUp() override { std::filesystem::remove_all(into_); }
  std::string copy() {
    now_ += 60'000;
    return std::string(must(make_backup(house_, into_)).at("folder").as_string());
  }
  void bring_back(const std::string& copy) {
    put_back(copy);
    EXPECT_TRUE(check());
    reconcile();
  }
  void note() { EXPECT_FALSE(check()); }
  void bring_file(const std::string& bytes) {
    const auto hash = seal::to_hex(seal::sha256(bytes));
    Uploads uploads(*files_, attachments_folder(house_.files));
    must(uploads.open(noon));
    must(uploads.create("bus-01", hash, bytes.size(), noon));
    must(uploads.append("bus-01", hash, 0, bytes, noon));
  }
  exchange::Answer asked_safe() {
    exchange::Request request;
    request.node = "bus-01";
    request.known = {box_.end()};
    request.safe = true;
    return answer(request);
  }
  Outcome change_phone(const std::string& value) {
    PersonsAct act{"0123456789abcd" + value, value, "leyla", a1, {}};
    act.make = [value](const Before& before) -> Result<model::Op> {
      model::Op op;
      op.set["phone"] = value;
      op.over["phone"] = before.record.fields.at("phone").writer;
      return op;
    };
    return must(reconciler_->act(act, noon + 3'000));
  }
  exchange::Tail said(const exchange::Answer& got) {
    return {"said", got.checkpoint, exchange::said_in(got.entries, "centre")};
  }
  void hand_back(const exchange::Tail& tail, const std::string& node = "bus-01") {
    must(admit_tail(*files_, keys_.signing, *must(Nodes(files_->inbox).get(node)), {tail}, now_));
    reconcile();
  }

  std::string into_ = folder_ + ".backups";
  Box box_{"bus-01"};
};

}  // namespace karvan::central::testing
