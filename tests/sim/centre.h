#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/seal/age.h"
#include "sync/central/author/compile.h"
#include "sync/central/receive/receive.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/records.h"
#include "tests/sim/faults.h"
#include "tests/sim/random.h"
#include "tests/sim/story.h"
#include "tests/support/memory_vfs.h"
#include "tests/support/scratch.h"

namespace karvan::sim {

inline constexpr auto office = "lahore";

// What a box has written for the centre: the bundle, sealed. Its files go beside it: here they are no files of a
// folder.
struct Stick {
  std::uint64_t number = 0;  // of its box, in the order of writing
  std::string sealed;
  std::map<std::string, std::string> files;
};

// Headquarters: the real receiver and reconciler over real files on a disk in memory. It crashes when told, and starts
// again from them at once.
class Centre {
 public:
  Centre(Random random, Story& story, std::int64_t now_ms);

  void crash();
  // The plug is pulled at a change of the disk that comes soon, perhaps in its middle.
  void crash_soon();
  // One of the disk's next changes fails, or one to three of its next syncs.
  void fail_soon(bool sync);
  // Something else fills its disk, until there is room again.
  void fill_disk();
  void make_room() { disk_.room(0); }
  // From now on it keeps nothing, and says that it does: until `crash_lying`. False where it is about to crash anyway.
  bool lie(std::int64_t now_ms);
  bool lies() const { return disk_.lies(); }
  // Nothing is wrong with its disk any more.
  void calm();

  // ---- copies of its disk, and what a person does with one
  // A copy is put aside; what it holds is safe (P12) once it was verified, and meanwhile more is received.
  void copy(std::int64_t now_ms);
  void copy_verified();
  bool has_copy() const { return copy_.has_value(); }
  std::int64_t copied_ms() const { return copy_->at_ms; }
  // Its disk broke: it goes on from the copy, as the witness outside of it and a person make it.
  void restore(std::int64_t now_ms);
  // The power went while its disk lied: it goes on from what lies there, or from the copy where that is newer. As of
  // when that is.
  std::int64_t crash_lying(std::int64_t now_ms);
  // Whether no restore would lose it: what is ordered away before that is lost to everybody with a restore, its record
  // too.
  bool is_safe(const model::OpId& op) const { return !is_copied_ || copied(op.node, op.epoch) >= op.seq; }
  // It may be restored, from the copies that are made from now on.
  void begin_copies() { is_copied_ = true; }
  // How far the copy holds an epoch.
  std::uint64_t copied(const std::string& node, const std::string& epoch) const;
  void revoke(const std::string& node, std::int64_t now_ms);
  // The code for the box that shows this challenge after a fork: from now on it is the node (P7).
  std::string settle_fork(const std::string& node, const std::string& challenge, std::int64_t now_ms);
  // How far a revoked box had come by then, as the witness keeps it; nothing: it is not revoked.
  std::optional<rules::Revoked> witnessed(const std::string& node) const;

  // What an administrator does.
  // What is there already is not published again.
  void publish(const central::author::Compiled& compiled, std::int64_t now_ms);
  void employ(const rules::Staff& staff);
  void enrol(const std::string& node, std::uint32_t number, const seal::VerifyingKey& key, std::int64_t now_ms);
  bool is_enrolled(const std::string& node);

  // A request's body to its answer's; an error where the node would see a broken connection.
  Result<std::string> round(const std::string& node, std::string_view body, std::int64_t now_ms);
  // A piece of a sealed file, from where the centre has it; how much of it there is then.
  struct Piece {
    std::string hash;
    const std::string* file = nullptr;
    std::size_t bytes = 0;
  };
  Result<central::UploadRow> upload(const std::string& node, const Piece& piece, std::int64_t now_ms);
  // What came on a stick, to the sealed answer to it; link_down where the power went: a person tries once more.
  Result<std::string> stick(const std::string& node, const Stick& stick, std::int64_t now_ms);
  const std::string& recipient() const { return keys_.recipient; }
  // Reconciles all that has been received; false: the power went meanwhile.
  bool reconcile(std::int64_t now_ms);
  // An act of a person at headquarters, as the API hands it on. Where the power went, it is asked again (P2).
  Result<central::Outcome> act(const central::PersonsAct& act, std::int64_t now_ms);

  // All records of the office, by id.
  std::map<std::string, model::Record> records();
  // Rows of applications that began since then, by boxes whose clocks were right; at most `limit`.
  std::vector<central::KeyedRecord> applications_since(std::int64_t since_ms, std::size_t limit);
  // The newest of them first.
  std::vector<central::KeyedRecord> newest_applications(std::int64_t since_ms, std::size_t limit);
  // Operations on a record whose lines say this.
  std::vector<model::OpId> who_says(const std::string& of, const std::string& text);
  // What waits for work that has not come. In the order in which it was parked.
  std::vector<model::Op> waiting();
  // Whether what its author saw is not here: a value, or the application itself.
  bool lacks_cause(const model::Op& op);
  // Whether the operation that began the application is here, and counts.
  bool is_begun(const std::string& of);
  // What the office's feed says, by record, in its order.
  std::map<std::string, std::vector<central::EntryRow>> entries();
  // All operations that came, by author, epoch and place.
  std::vector<model::Op> operations();
  std::uint64_t received(const std::string& node);
  // How far it has each epoch of a node.
  std::map<std::string, std::uint64_t> epochs_of(const std::string& node);
  // How far it has judged them.
  std::map<std::string, std::uint64_t> judged_of(const std::string& node);
  // Of an operation that is set aside, or waits: why. By its id.
  std::map<std::string, std::string> parked();
  // Leases, of all kinds.
  std::vector<central::LeaseRow> leases();
  // Its sealed files, by hash, and when each was whole.
  struct Upload {
    std::string bytes;
    std::int64_t at_ms = 0;
  };
  const std::map<std::string, Upload>& uploads() const { return uploads_; }
  // Whether it saw by itself that there are two of the node, whatever a person has said of them since (P7).
  bool knows_of_fork(const std::string& node);

  // By name: its files as they lie open to whoever has their keys.
  std::map<std::string, std::string_view> keys_of_files() const {
    return {{"centre/inbox.db", inbox_key_.view()}, {"centre/records.db", records_key_.view()}};
  }
  seal::VerifyingKey key() const { return seal::verifying(keys_.signing); }
  central::Files& files() { return *files_; }
  test::MemoryVfs& disk() { return disk_; }
  void slow_one_in(std::uint64_t n) { slow_ = n; }  // rounds whose answer is given before reconciling

 private:
  void start();
  Result<void> open();
  void close();
  // Whether the plug was pulled meanwhile; then it has started again.
  bool died();
  // The same, or the disk failed: what is asked is to be asked once more. A COMMIT whose outcome nobody knows has it
  // read everything again from its files, as the serving centre does.
  bool faltered(const Error* error);
  template <class Done>
  bool faltered(const Result<Done>& done) {
    return faltered(done ? nullptr : &done.error());
  }
  Result<std::string> serve(const std::string& node, std::string_view body, std::int64_t now_ms);
  Result<void> settle(std::int64_t now_ms);
  // Goes on from `disk`, without it from what its own has kept.
  void go_back(const test::MemoryVfs::Image* disk, std::int64_t now_ms);
  Result<void> begin_life(const std::map<std::string, std::int64_t>& numbers);
  Result<central::UploadRow> append(const std::string& node, const Piece& piece, std::int64_t now_ms);
  Result<std::string> answer_to(const std::string& node, const Stick& stick, std::int64_t now_ms);

  seal::Secret inbox_key_, records_key_;
  Random random_;
  Story& story_;
  test::MemoryVfs disk_;
  central::Keys keys_;
  seal::AgeIdentity identity_;
  test::Scratch scratch_;  // a folder for sticks' files, of which there are none
  std::unique_ptr<central::Files> files_;
  std::unique_ptr<central::Receiver> receiver_;
  std::unique_ptr<central::Reconciler> reconciler_;
  struct Copy {
    std::int64_t at_ms = 0;
    test::MemoryVfs::Image disk;
    std::map<std::string, Upload> uploads;
    std::map<std::pair<std::string, std::string>, std::uint64_t> received;  // by node and epoch
    std::map<std::string, std::uint64_t> feeds;                             // of offices: how far
  };
  Result<void> make_safe(const Copy& copy);
  std::optional<Copy> copy_, unverified_;
  std::map<std::string, Upload> uploads_;         // whole files; durable as soon as they are here
  std::vector<central::LostRevocation> revoked_;  // outside of its disk
  bool is_copied_ = false;
  std::uint64_t slow_ = 3;
  std::uint64_t dies_at_ = 0;  // of the disk's changes; 0: not soon
  std::int64_t lies_since_ms_ = 0;
};

}  // namespace karvan::sim
