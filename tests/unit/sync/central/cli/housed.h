#pragma once
#include "sync/central/cli/witness.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central::testing {

// The centre as its commands have it, with a witness beside its folder.
class Housed : public Centre {
 protected:
  Housed() {
    house_.files = {folder_, std::string(32, 'i'), std::string(32, 'r')};
    house_.keys = keys_;
    house_.entropy = counted(7);
    house_.now_ms = [this] { return now_; };
    house_.log = [](const std::string&) {};
  }
  ~Housed() override {
    std::filesystem::remove_all(backup_);
    std::filesystem::remove(folder_ + ".witness");
  }
  // Whether the witness finds that the databases were restored.
  bool check() { return must(Witness(house_, "").check()); }
  void back_up() {
    close();
    std::filesystem::remove_all(backup_);
    std::filesystem::copy(folder_, backup_, std::filesystem::copy_options::recursive);
    open();
  }
  // The folder is lost, and a copy takes its place.
  void put_back(const std::string& copy) {
    close();
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(copy, folder_, std::filesystem::copy_options::recursive);
    open();
  }

  std::int64_t now_ = noon;
  std::string backup_ = folder_ + ".backup";
  House house_;
};

}  // namespace karvan::central::testing
