#pragma once
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "tests/oracle/agreement/feed.h"
#include "tests/oracle/agreement/oracle.h"

// Histories of one application: three boxes and two clerks act on it, each knowing what exchanges have brought so far.
// What they do comes as numbers, so that a generator may draw them and a failing history may shrink.
namespace karvan::agreement {

inline constexpr int acts_max = 26;

struct Act {
  int who = 0;    // 0-2 a box, 3-4 a clerk at the centre
  int what = 0;   // see World::act
  int which = 0;  // of the fields, candidates, stages …
  int value = 0;
};

class World {
 public:
  World();
  // An act that its author's own counter refuses is not done.
  void act(const Act& act);
  // Everybody sends and takes everything.
  void calm();

  const std::vector<Entry>& feed() const { return feed_; }
  const model::Record& record() const { return record_; }
  const Oracle& oracle() const { return oracle_; }
  // What the last folds gave that the oracle does not; empty while they agree.
  const std::vector<std::string>& differences() const { return differences_; }
  // As a box has it: what it took from the feed, and on top what it has not got back yet.
  model::Record shown_at(std::size_t who) const;
  std::string story() const;  // the feed, a line each

 private:
  struct Seat {
    std::string node, epoch, actor;
    bool centre = false;
    std::uint64_t seq = 0;
    std::int64_t offset_ms = 0;
    bool uncertain = false;
    model::HybridTime last;
    std::size_t cursor = 0;      // feed entries taken
    std::deque<Entry> outbox;    // written, not received
    std::vector<Entry> pending;  // written, and not come back
    model::Record settled;       // the feed up to `cursor`
    std::set<model::OpId> seen;
  };
  model::Op begin(Seat& seat);
  void change(Seat& seat, const Act& act);
  void tick(Seat& seat, const Act& act);
  void instance(Seat& seat, const Act& act);
  void resolve(Seat& seat, const Act& act);
  void advance(Seat& seat, const Act& act);
  void money(Seat& seat, const Act& act);
  void write(Seat& seat, model::Op op, const model::Record& shown);
  void send(Seat& seat, std::size_t most);
  void take(Seat& seat, std::size_t most);
  void receive(Entry entry);
  model::Record shown(const Seat& seat) const;

  std::vector<Seat> seats_;
  std::vector<Entry> feed_;
  model::Record record_;
  Oracle oracle_;
  std::vector<std::string> differences_;
  std::int64_t now_ms_ = 1'795'262'400'000;
};

}  // namespace karvan::agreement
