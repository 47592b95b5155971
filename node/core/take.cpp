#include <algorithm>

#include "hardware/line/message.h"
#include "node/core/drain.h"
#include "storage/model/json.h"
#include "storage/model/passed.h"
#include "storage/model/planted.h"

// One letter each.
namespace karvan::core {
namespace {

void sign(counter::Command& command, const counter::By& by) {
  std::visit([&](auto& one) { one.by = by; }, command);
}

// The asker hears once a worker has answered.
bool waits_for_worker(const std::vector<Outgoing>& effects) {
  return std::any_of(effects.begin(), effects.end(), [](const Outgoing& o) {
    return std::holds_alternative<VerifyPin>(o) || std::holds_alternative<SealFile>(o);
  });
}

}  // namespace

Result<counter::By> Core::asker(std::string_view seat_digest, const Access& access) {
  counter::By by;
  by.seat_digest = seat_digest;
  const auto* seat = book_.seat(seat_digest);
  const auto* staff = seat ? book_.staff(seat->staff) : nullptr;
  if (staff && staff->active) {
    by.staff = staff->id;
    by.role = rules::name_of(staff->role);
    by.seat = seat->name;
  }
  if (access.roles.empty()) return by;
  if (by.staff.empty()) return fail(Code::not_signed_in);
  if (seat->locked && !access.even_locked) return fail(Code::locked);
  if (std::find(access.roles.begin(), access.roles.end(), by.role) == access.roles.end())
    return fail(Code::role_not_allowed, {{"role", by.role}});
  return by;
}

Result<std::string> Core::carry_out(Drain& drain, CommandLetter& letter, Ask& ask) {
  TRY(auto by, asker(letter.seat_digest, letter.access));
  book_.touch(letter.seat_digest);
  if (letter.once) {
    const auto key = by.staff + "/" + (planted(10) ? book_.fresh_id() : letter.cmd);
    TRY(auto first, book_.store().commands().answer(key));
    if (first && first->asked != letter.asked) return fail(Code::malformed, {}, "cmd was used for another command");
    // What this drain itself has done stands or falls with it.
    ask.repeated = first && std::none_of(drain.replies.begin(), drain.replies.end(),
                                         [&](const auto& reply) { return reply.key == key; });
    if (first) return first->body;
    ask.key = key;
    ask.asked = letter.asked;
  }
  if (const auto why = counter::no_room_for(letter.command, room_.room())) return fail(*why);
  by.fresh = std::holds_alternative<counter::StartDraft>(letter.command) ? book_.fresh_tracked_id() : book_.fresh_id();
  sign(letter.command, by);
  return decide_and_write(drain, letter.command, ask);
}

void Core::take(Drain& drain, CommandLetter& letter) {
  Ask ask{.ticket = letter.ticket};
  auto json = carry_out(drain, letter, ask);
  const bool silent = json && waits_for_worker(ask.effects);
  drain.unkept |= json && !letter.once;
  drain.replies.push_back(
      {letter.ticket, std::move(ask.key), std::move(json), std::move(ask.effects), silent, ask.repeated});
}

// A try is counted before it is looked at. Of one that this box could not look at nobody has learnt anything; but what
// a right PIN has wiped since is not taken off the count of others.
Result<void> Core::give_back(const Verifying& unchecked) {
  const auto& staff = unchecked.order.by.staff;
  const int tries = book_.pin_tries(staff);
  if (!unchecked.counts || tries == 0) return {};
  return apart([&] { return book_.write(counter::CountTries{staff, tries - 1}); });
}

void Core::take(Drain& drain, PinAnswer& letter) {
  auto found = verifying_.find(letter.ticket);
  if (found == verifying_.end()) return;
  const auto verifying = std::move(found->second);
  verifying_.erase(found);
  if (!letter.checked) {
    (void)give_back(verifying);  // a failure of the store shows at the commit
    return drain.replies.push_back({letter.ticket, {}, fail(Code::busy, {}, "pin"), {}, false});
  }
  const auto& order = verifying.order;
  counter::PinVerified verified{order.by, order.unlock, order.over, letter.right};
  if (letter.right)
    for (auto& [ticket, other] : verifying_) other.counts = other.counts && other.order.by.staff != order.by.staff;
  Ask ask{.ticket = letter.ticket};
  auto json = decide_and_write(drain, verified, ask);
  drain.unkept |= json.has_value();
  drain.topics.insert("status");
  drain.replies.push_back({letter.ticket, {}, std::move(json), std::move(ask.effects), false});
}

void Core::take(Drain& drain, PrintAnswer& letter) {
  counter::By by;
  by.fresh = book_.fresh_id();
  counter::PrintReported reported{by, letter.print, letter.outcome, letter.job,
                                  json::write(line::write_conditions(letter.conditions))};
  Ask ask;
  (void)decide_and_write(drain, reported, ask);
  drain.reported.push_back(std::move(letter));
}

void Core::take(Drain& drain, DevicesAnswer& letter) {
  if (book_.devices().list() == letter.devices) return;
  book_.devices().know(std::move(letter.devices));
  drain.topics.insert({"devices", "status"});
}

void Core::take(Drain& drain, ExchangeAnswer& letter) {
  if (!link_.awaits(letter.round)) return;
  drain.topics.insert("status");
  if (letter.received && letter.centre_ms > 0) (void)book_.know_time(letter.centre_ms);
  if (letter.received && link_.is_push(letter.round)) {
    drain.linked = true;
    auto folded = link_.acknowledged(book_, std::move(letter), drain.now_ms);
    if (!folded) link_.failed(folded.error(), drain.now_ms);
    return;
  }
  if (letter.received) {
    link_.received(std::move(letter), drain.now_ms);
    return;
  }
  link_.failed(letter.received.error(), drain.now_ms);
  (void)book_.store().log().forget_sent();
}

void Core::take(Drain& drain, CounterAnswer& letter) {
  drain.topics.insert("status");
  auto noted = letter.counted ? apart([&] { return book_.note_counted(*letter.counted); })
                              : Result<void>(tl::unexpected(letter.counted.error()));
  if (!noted) book_.not_counted(noted.error());
}

void Core::take(Drain& drain, Tick& letter) {
  const auto before = room_.room();
  room_.measured(letter.free_bytes, drain.now_ms);
  if (room_.room() != before) drain.topics.insert("status");
  if (!book_.lock_idle_seats().empty()) drain.topics.insert("status");
  end_overdue_captures(drain);
  purge(drain);
  scrub(drain);
  if (!model::passed(beat_ms_, beat_every_ms, drain.now_ms)) return;
  beat_ms_ = drain.now_ms;
  drain.topics.insert("");
}

void Core::purge(Drain& drain) {
  if (!model::passed(purged_ms_, purge_every_ms, drain.now_ms)) return;
  purged_ms_ = drain.now_ms;
  // A failure of the store shows at the commit.
  (void)book_.store().commands().prune(drain.now_ms - answers_kept_ms);
  auto purged = book_.purge_outdated();
  if (purged && *purged > 0) drain.topics.insert({"applications", "status"});
}

void Core::take(Drain& drain, ViewLetter& letter) { drain.views.push_back(&letter); }

}  // namespace karvan::core
