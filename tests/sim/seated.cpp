#include "tests/sim/seated.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace karvan::sim {
namespace {

constexpr std::array<std::string_view, 1> operators{"operator"}, supervisors{"supervisor"};

}  // namespace

Seated::Seated(Card card, Random random, Story& story)
    : card_(std::move(card)),
      random_(random),
      story_(story),
      // Tickets of different people never meet.
      tickets_(random_.next() & ~0xFFFFFFull) {}

void Seated::act(Bus& bus) {
  if (!bus.running()) return;
  if (asked_) {
    if (again_) send(bus);
    return;
  }
  if (!signed_in_) {
    token_ = seal::to_hex(random_.bytes(16));
    ask(bus, "sign_in", counter::SignIn{{}, card_.staff, card_.pin, card_.seat});
  } else {
    decide_what_next(bus);
  }
}

void Seated::ask(Bus& bus, std::string what, counter::Command command) {
  asked_ = Asked{++tickets_, seal::to_hex(random_.bytes(16)), std::move(what), std::move(command), {}};
  send(bus);
  if (random_.one_in(15)) send(bus);  // an impatient finger
}

void Seated::send(Bus& bus) {
  again_ = false;
  asked_->room.sent(bus.room(), story_.now_ms());
  core::CommandLetter letter;
  letter.ticket = asked_->ticket;
  letter.cmd = asked_->cmd;
  letter.asked = asked_->what;
  letter.seat_digest = token_;
  letter.once = asked_->what != "sign_in";
  if (letter.once) letter.access.roles = card_.supervisor ? supervisors : operators;
  letter.command = asked_->command;
  bus.post(std::move(letter));
}

void Seated::lost_the_box() {
  signed_in_ = false;
  if (!asked_) return;
  story_.tell(fmt::format("{} had no answer to {}", card_.seat, asked_->what));
  if (asked_->what != "sign_in") lost_ = std::move(asked_);
  asked_.reset();
}

void Seated::box_was_put_back(std::int64_t) {
  asked_.reset();
  lost_.reset();
  signed_in_ = false;
  drawer_certain_ = false;
  failed_.clear();
}

void Seated::told(std::uint64_t ticket, const Result<std::string>& answer) {
  if (!asked_ || asked_->ticket != ticket) return;
  const auto refused = answer ? std::nullopt : std::optional(answer.error().code);
  if (auto fault = asked_->room.fault_of(asked_->what, refused))
    story_.broken("P15", fmt::format("{}: {} {}", card_.seat, asked_->what, *fault));
  if (!answer) {
    const Code code = answer.error().code;
    again_ = code == Code::busy || code == Code::outcome_unknown || code == Code::read_only ||
             code == Code::io_failed || code == Code::disk_full;
    if (again_ && gives_up(code)) {
      failed_.push_back(card_.staff + "/" + asked_->cmd);
      story_.tell(fmt::format("{}: {} has failed, they begin anew", card_.seat, asked_->what));
      asked_.reset();
      again_ = false;
    }
    if (again_ || !asked_) return;
    const auto asked = *std::exchange(asked_, std::nullopt);
    story_.tell(fmt::format("{}: {} refused: {}", card_.seat, asked.what, describe(answer.error())));
    if (code == Code::not_signed_in || code == Code::locked) signed_in_ = false;
    return misunderstand(asked.what, answer.error());
  }
  const auto asked = *std::exchange(asked_, std::nullopt);
  auto read = json::parse_object(*answer);
  if (!read) return story_.broken("P1", "an answer that is no JSON to " + asked.what);
  story_.note_act(asked.what);
  if (asked.what != "sign_in") return understand(asked.what, asked.command, *read);
  signed_in_ = true;
  asked_ = std::exchange(lost_, std::nullopt);
  again_ = asked_.has_value();
}

void Seated::close_shift(Bus& bus) {
  counter::CloseShift close;
  close.currency = "PKR";
  close.remitted =
      drawer_minor_ - static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(drawer_minor_) + 1));
  close.counted = {{1, drawer_minor_ - close.remitted}};
  ask(bus, "close_shift", std::move(close));
}

void Seated::cannot_close(const Error& error) {
  const bool waits = error.code == Code::fork_noticed || error.code == Code::node_revoked;
  if (!drawer_certain_ || waits) drawer_open_ = false;
  const bool certain = drawer_certain_;
  if (waits) drawer_certain_ = false;  // it stays open in the box, and is counted some other day
  const bool away =
      error.code == Code::not_signed_in || error.code == Code::locked;  // it is done once the seat is open
  if (certain && !waits && !away) story_.broken("P6", card_.seat + " cannot close: " + describe(error));
}

void Seated::shift_closed(const json::object& answer) {
  drawer_open_ = false;
  const bool certain = std::exchange(drawer_certain_, true);
  const auto difference = json::integer_or(answer, "difference", -1);
  if (difference != 0 && certain) story_.broken("P6", fmt::format("{}: the drawer is {} off", card_.seat, difference));
  story_.tell(card_.seat + " closes the shift");
}

}  // namespace karvan::sim
