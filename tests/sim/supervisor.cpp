#include <fmt/format.h>

#include <utility>

#include "tests/sim/people.h"

namespace karvan::sim {
namespace {

constexpr std::size_t settled_at_max = 6;  // the newest: those that others are at too
constexpr std::int64_t float_minor = 500'000;

std::string over_of(const model::Record& record, const std::string& field) {
  auto found = record.fields.find(field);
  return found == record.fields.end() ? "" : found->second.writer;
}

}  // namespace

Supervisor::Supervisor(Card card, Random random, Story& story) : Seated(std::move(card), random, story) {}

void Supervisor::box_was_put_back(std::int64_t to_ms) {
  Seated::box_was_put_back(to_ms);
  code_.clear();
  stays_ = false;
}

void Supervisor::decide_what_next(Bus& bus) {
  if (!code_.empty()) return ask(bus, "settle_fork", counter::SettleFork{{}, std::exchange(code_, {})});
  if (closing_) {
    if (drawer_open_) close_shift(bus);
    return;
  }
  if (!drawer_open_) return ask(bus, "open_shift", counter::OpenShift{{}, {float_minor, "PKR"}});
  auto records = bus.core().book().store().records();
  // Now and then from the list of what must be settled: others settle the same elsewhere, and write beside it.
  const bool settles = random_.one_in(3);
  auto listed =
      settles ? records.in_review(settled_at_max) : records.list({.kind = "application", .limit = settled_at_max});
  if (!listed || listed->empty()) return;
  const auto& chosen = (*listed)[random_.below(listed->size())];
  auto id = model::parse_record_id(chosen.id);
  if (!id) return;
  auto application = bus.core().book().application(id->id);
  if (application && !(settles && resolve(bus, *application))) care_for(bus, *application);
}

bool Supervisor::resolve(Bus& bus, const counter::Application& application) {
  for (const auto& [name, field] : application.record.fields) {
    if (!field.held && !field.late) continue;
    counter::Resolve cmd{{}, application.id, name, field.writer, {field.writer}, "as on the card"};
    for (const auto& candidate : field.candidates) cmd.seen.push_back(candidate.writer);
    cmd.chosen = cmd.seen[random_.below(cmd.seen.size())];
    ask(bus, "resolve", std::move(cmd));
    return true;
  }
  return false;
}

bool Supervisor::hand_over(Bus& bus, const counter::Application& application) {
  for (const auto& document : application.record.documents) {
    if (document.serial.kind == "receipt" || document.state == "void") continue;
    ask(bus, "hand_over", counter::HandOver{{}, application.id, document.serial, "Sana Tariq", "self", "35202"});
    return true;
  }
  return false;
}

void Supervisor::care_for(Bus& bus, const counter::Application& application) {
  const auto& record = application.record;
  const auto balance = model::balance(record);
  if (random_.one_in(4) && resolve(bus, application)) return;
  if (random_.one_in(40))
    return ask(bus, "close_application",
               counter::CloseApplication{{}, application.id, "returned", "not of this district"});
  switch (random_.below(8)) {
    case 0:
      if (!random_.one_in(3)) return;
      return ask(bus, "return_application", counter::ReturnApplication{{}, application.id, "the signature is missing"});
    case 1:
      return ask(bus, "approve_application", counter::ApproveApplication{{}, application.id});
    case 2:
      if (balance.open() > 0 && random_.one_in(3))
        ask(bus, "waive_fee", counter::WaiveFee{{}, application.id, {balance.open(), balance.currency}, "a widow"});
      return;
    case 3:
      if (balance.received > balance.refunded && random_.one_in(6))
        ask(bus, "refund", counter::Refund{{}, application.id, {1'000, balance.currency}, "charged twice"});
      return;
    case 4:
      hand_over(bus, application);
      return;
    default: {
      auto [field, value] = some_change(random_);
      ask(bus, "change_application",
          counter::ChangeApplication{{}, application.id, {{field, value}}, {{field, over_of(record, field)}}});
    }
  }
}

void Supervisor::understand(const std::string& what, const counter::Command& command, const json::object& answer) {
  if (what == "open_shift") {
    drawer_open_ = true;
    drawer_minor_ = float_minor;
  } else if (what == "close_shift") {
    shift_closed(answer);
  } else if (what == "settle_fork") {
    stays_ = true;
  } else if (const auto* refund = std::get_if<counter::Refund>(&command)) {
    drawer_minor_ -= refund->amount.minor;
  }
  story_.tell(fmt::format("{}: {}", card_.seat, what));
}

void Supervisor::misunderstand(const std::string& what, const Error& error) {
  if (what == "close_shift") cannot_close(error);
}

}  // namespace karvan::sim
