#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/centre.h"

namespace karvan::sim {

// People at headquarters: a clerk who corrects applications and settles what is held, and an officer of the
// institutions who accepts and decides. They act through the centre's own reconciler, as its API does.
class Headquarters {
 public:
  Headquarters(Centre& centre, Random random, Story& story);
  // One act on an application, or none.
  void act(std::int64_t now_ms);
  // Only what is held is settled from now on.
  void close_up() { closing_ = true; }

  // A word on an operation that waits for what nobody has any more.
  void settle_lost(const model::Op& op, std::int64_t now_ms);
  // The centre was restored from a copy: what was done here since is not there any more.
  void centre_was_restored(std::int64_t to_ms);

  // Citizens who asked to be forgotten: every line that says their name is to go.
  struct Forgotten {
    std::string of, name;   // of: the application
    std::string unsaid_in;  // the record's bytes when no line said the name any more: as long as it is that, none does
  };
  const std::vector<Forgotten>& forgotten() const { return forgotten_; }
  // Whether a line is left that says such a name, and can go.
  bool erases() const { return erases_; }

  // What was said to be decided: application -> outcomes, in order (P9).
  struct Decision {
    std::int64_t at_ms = 0;
    std::string outcome;
    bool lost = false;  // the copy of which the centre is was made before; a box may hand it back
  };
  const std::map<std::string, std::vector<Decision>>& decided() const { return decided_; }

 private:
  // What is held anywhere, from the list of what must be looked at.
  void settle(std::int64_t now_ms);
  // Stages that came too early and still are, once all is calm.
  void look_at_early(std::int64_t now_ms);
  bool resolve(const std::string& of, const model::Record& record, std::int64_t now_ms);
  void change(const std::string& of, const model::Record& record, std::int64_t now_ms);
  void close(const std::string& of, const model::Record& record, std::int64_t now_ms);
  void decide(const std::string& of, const model::Record& record, std::int64_t now_ms);
  // Somebody with a name of their own asks to be forgotten. False: nobody did.
  bool forget(std::int64_t now_ms);
  std::string body_of(const std::string& of);  // of a record; empty: there is none
  Result<model::Record> record_of(const std::string& of);
  // Orders one more line away that says a name; false: none is left, or none can go now.
  bool erase(std::int64_t now_ms);
  bool write(const char* actor, const std::string& of, const model::Op& op, std::int64_t now_ms);

  Centre& centre_;
  Random random_;
  Story& story_;
  bool closing_ = false, erases_ = false;
  std::vector<Forgotten> forgotten_;
  std::map<std::string, std::vector<Decision>> decided_;
  std::set<model::OpId> lost_;  // of which that was said
};

}  // namespace karvan::sim
