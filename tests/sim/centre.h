#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/seal/age.h"
#include "sync/central/receive/receive.h"
#include "sync/central/reconcile/reconcile.h"
#include "tests/sim/random.h"
#include "tests/sim/story.h"

namespace karvan::sim {

// Headquarters: the real receiver and reconciler over real files. It crashes when told, and starts again from them.
class Centre {
 public:
  Centre(std::string folder, Random random, Story& story, std::int64_t now_ms);

  bool start(std::int64_t now_ms);
  void crash();

  // What an administrator does.
  // The services of several folders make one catalogue.
  void publish(const std::vector<std::string>& catalogue_folders, std::int64_t now_ms);
  void employ(const rules::Staff& staff);
  void enrol(const std::string& node, const std::string& office, std::uint32_t number, const seal::VerifyingKey& key,
             std::int64_t now_ms);

  // A request's body to its answer's; an error where the node would see a broken connection.
  Result<std::string> round(const std::string& node, std::string_view body, std::int64_t now_ms);
  // Reconciles all that has been received.
  void reconcile(std::int64_t now_ms);

  // An act of a person at headquarters, as the API hands it on.
  Result<central::Outcome> act(const central::PersonsAct& act, std::int64_t now_ms) {
    return reconciler_->act(act, now_ms);
  }
  // All records of a kind, by id.
  std::vector<std::pair<std::string, model::Record>> records(const std::string& kind);
  std::vector<std::pair<std::string, model::Record>> applications() { return records("application"); }
  // All operations that came, by author, epoch and place.
  std::vector<model::Op> operations();

  seal::VerifyingKey key() const { return seal::verifying(keys_.signing); }
  central::Files& files() { return *files_; }
  void slow_one_in(std::uint64_t n) { slow_ = n; }  // rounds whose answer is given before reconciling

 private:
  std::string folder_, inbox_key_, records_key_;
  Random random_;
  Story& story_;
  central::Keys keys_;
  std::unique_ptr<central::Files> files_;
  std::unique_ptr<central::Receiver> receiver_;
  std::unique_ptr<central::Reconciler> reconciler_;
  std::uint64_t slow_ = 3;
};

}  // namespace karvan::sim
