#pragma once
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/seated.h"

namespace karvan::sim {

// A service as a citizen comes for it: `answers` in the order of the form, so that nothing is missing.
struct Errand {
  std::string service;
  std::vector<std::pair<std::string, std::string>> answers;
  model::Money fee;
  bool at_once = false;                    // its document is issued at the desk
  std::vector<std::string> pictures = {};  // questions that a camera or a scanner may answer
};

// An operator who takes one citizen after another, mistypes, takes the fee and looks at the paper.
class Operator : public Seated {
 public:
  Operator(Card card, std::vector<Errand> errands, Random random, Story& story);

  void box_was_put_back(std::int64_t to_ms) override;

  // What this desk was promised (P1).
  struct Filed {
    std::int64_t at_ms = 0;
    std::map<std::string, std::string> answers;
  };
  const std::map<std::string, Filed>& filed() const { return filed_; }

 private:
  void decide_what_next(Bus& bus) override;
  void understand(const std::string& what, const counter::Command& command, const json::object& answer) override;
  void misunderstand(const std::string& what, const Error& error) override;
  bool finished() const override { return unpaid_.empty() && unissued_.empty() && draft_.empty() && !drawer_open_; }
  void begin(Bus& bus);
  void fill(Bus& bus);
  void settle(Bus& bus);
  // As this citizen answers it.
  std::pair<std::string, std::string> answer_at(std::size_t at) const;

  std::vector<Errand> errands_;
  const Errand* errand_ = nullptr;
  std::string own_name_;  // of a citizen whose name nobody else has
  std::string draft_, unpaid_, print_;
  std::deque<std::string> unissued_;
  std::uint64_t seen_ = 0;
  std::size_t next_answer_ = 0, typing_ = 0;
  std::vector<std::string> pictures_;  // still to be taken
  std::map<std::string, std::string> typed_;
  std::map<std::string, Filed> filed_;  // by application
};

// A supervisor who corrects, returns, approves, waives, refunds, hands over and settles what is held, on applications
// of any desk.
class Supervisor : public Seated {
 public:
  Supervisor(Card card, Random random, Story& story);

  // Headquarters has said over the telephone that this box stays the node (P7).
  void is_told(std::string code) { code_ = std::move(code); }
  // The box took the code, and was not put back since.
  bool stays() const { return stays_; }
  void word_is_void() { stays_ = false; }
  void box_was_put_back(std::int64_t to_ms) override;

 private:
  void decide_what_next(Bus& bus) override;
  void understand(const std::string& what, const counter::Command& command, const json::object& answer) override;
  void misunderstand(const std::string& what, const Error& error) override;
  bool finished() const override { return !drawer_open_; }
  void care_for(Bus& bus, const counter::Application& application);
  bool resolve(Bus& bus, const counter::Application& application);
  bool hand_over(Bus& bus, const counter::Application& application);

  std::string code_;
  bool stays_ = false;
};

// A name that no other citizen of the run has: it can be looked for.
std::string own_name(Random& random);
bool is_own_name(const std::string& value);
bool says_own_name(const std::string& text);

// What somebody makes of a name or number at random; few enough that two may agree.
std::pair<std::string, std::string> some_change(Random& random);

}  // namespace karvan::sim
