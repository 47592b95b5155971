#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/json.h"
#include "tests/sim/bus.h"

namespace karvan::sim {

// Whoever sits at a desk: asks one thing at a time, waits, and asks the same again where no answer came.
class Seated {
 public:
  struct Card {
    std::string staff, pin, seat;
    bool supervisor = false;
  };
  Seated(Card card, Random random, Story& story);
  virtual ~Seated() = default;

  // Does one thing, or nothing while an answer is owed.
  void act(Bus& bus);
  // What the desk answers; tickets of others are passed over.
  void told(std::uint64_t ticket, const Result<std::string>& json);
  // The box went down: what was asked and not answered is asked again with the same `cmd` (P2).
  void lost_the_box();
  // The box is as it was then, and knows nothing of what came after (P7): they begin anew.
  virtual void box_was_put_back(std::int64_t to_ms);
  // Begins nothing new, finishes what is at the desk.
  void close_up() { closing_ = true; }
  bool done() const { return closing_ && !asked_ && !lost_ && finished(); }

  // Commands of which the box said that they did not happen, as the box keeps their answers.
  const std::vector<std::string>& failed() const { return failed_; }
  const std::string& seat() const { return card_.seat; }

  // Cash that must be in the drawer, as this person counts it by the answers they were given (P6).
  std::int64_t drawer_minor() const { return drawer_minor_; }

 protected:
  virtual void decide_what_next(Bus& bus) = 0;
  virtual void understand(const std::string& what, const counter::Command& command, const json::object& answer) = 0;
  virtual void misunderstand(const std::string& what, const Error& error) = 0;
  virtual bool finished() const = 0;
  void ask(Bus& bus, std::string what, counter::Command command);
  // The shift at the end: everything but what is remitted is counted.
  void close_shift(Bus& bus);
  void shift_closed(const json::object& answer);
  // Money waits for a person while there are two boxes, or the box is revoked (P7, P14): nobody counts the drawer now.
  void cannot_close(const Error& error);

  Card card_;
  Random random_;
  Story& story_;
  bool closing_ = false, drawer_open_ = false;
  bool drawer_certain_ = true;  // else the box was put back: nobody knows what it thinks to be in it
  std::int64_t drawer_minor_ = 0;

 private:
  // The box said that nothing has happened (P1): asked anew, with another `cmd`.
  bool gives_up(Code code) { return code == Code::io_failed && asked_->what != "sign_in" && random_.one_in(2); }
  struct Asked {
    std::uint64_t ticket = 0;
    std::string cmd, what;
    counter::Command command;
    RoomAsked room = {};
  };
  void send(Bus& bus);
  std::uint64_t tickets_ = 0;
  std::optional<Asked> asked_, lost_;
  bool again_ = false, signed_in_ = false;
  std::string token_;
  std::vector<std::string> failed_;
};

}  // namespace karvan::sim
