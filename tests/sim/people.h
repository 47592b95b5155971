#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/bus.h"

namespace karvan::sim {

// A person at a desk who works, mistypes, waits, and asks the same again where no answer came.
class Person {
 public:
  struct Card {
    std::string staff, pin, seat;
  };
  // `answers`: question and value, in the order of the form; values are filled in so that nothing is missing.
  Person(Card card, std::vector<std::pair<std::string, std::string>> answers, model::Money fee, Random random,
         Story& story);

  // Does one thing, or nothing while an answer is owed.
  void act(Bus& bus);
  // What the desk answers; tickets of others are passed over.
  void told(std::uint64_t ticket, const Result<std::string>& json);
  // The box went down: what was asked and not answered is asked again with the same `cmd` (P2).
  void lost_the_box();
  // Takes no new citizen, finishes the one at the desk.
  void close_up() { closing_ = true; }
  bool done() const { return closing_ && !asked_ && !lost_ && application_.empty() && draft_.empty(); }

  // What this desk was promised: application -> the answers that it had filed (P1).
  const std::map<std::string, std::map<std::string, std::string>>& filed() const { return filed_; }
  const std::vector<std::int64_t>& receipts() const { return receipts_; }

 private:
  struct Asked {
    std::uint64_t ticket = 0;
    std::string cmd, what;
    counter::Command command;
  };
  void ask(Bus& bus, std::string what, counter::Command command);
  void send(Bus& bus);
  void decide_what_next(Bus& bus);
  void fill(Bus& bus);
  void settle(Bus& bus);
  void understand(const std::string& what, const json::object& answer);
  void misunderstand(const std::string& what, const Error& error);

  Card card_;
  std::vector<std::pair<std::string, std::string>> answers_;
  model::Money fee_;
  Random random_;
  Story& story_;
  std::uint64_t tickets_ = 0;
  std::optional<Asked> asked_, lost_;
  bool again_ = false, signed_in_ = false, closing_ = false;
  std::string token_;
  std::string draft_, application_, print_;
  std::uint64_t seen_ = 0;
  std::size_t next_answer_ = 0;
  std::map<std::string, std::string> typed_;
  std::map<std::string, std::map<std::string, std::string>> filed_;
  std::vector<std::int64_t> receipts_;
};

}  // namespace karvan::sim
