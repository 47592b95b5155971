#include <algorithm>
#include <array>

#include "node/core/drain.h"
#include "storage/model/planted.h"

// From the last letter to what goes out.
namespace karvan::core {

void Core::fold_slice(Drain& drain) {
  if (!link_.folding()) return;
  drain.linked = true;
  drain.stick |= link_.on_stick();
  std::vector<std::string> changed;
  const auto folded = apart([&]() -> Result<void> {
    TRY(changed, link_.fold_slice(book_));
    return {};
  });
  if (!folded) {
    if (drain.stick) stick_.fault = folded.error().code;
    link_.failed(folded.error(), drain.now_ms);
    return;
  }
  bool applications = false;
  for (const auto& record : changed) {
    auto id = model::parse_record_id(record);
    if (!id || id->kind != "application") continue;
    drain.topics.insert("application/" + id->id);
    applications = true;
  }
  if (applications) drain.topics.insert({"applications", "reviews"});
  drain.topics.insert("status");
}

// A block of numbers that runs low, and what the TPM is to do.
void Core::count_on(Drain& drain) {
  if (auto reserved = apart([this] { return book_.reserve_numbers(); }); !reserved) return;
  if (auto order = book_.counter_order()) drain.requests.emplace_back(*order);
}

void Core::start_exchange(Drain& drain) {
  start_pushes(drain);
  if (!link_.due(drain.now_ms, 1, true)) return;  // not even with work: do not count it
  auto log = book_.store().log();
  auto unsent = log.count_unsent();
  auto unsettled = log.any_unsettled();
  if (!unsent || !unsettled || !link_.due(drain.now_ms, *unsent, *unsettled)) return;
  drain.linked = true;
  auto round = link_.next_round(book_, drain.now_ms);
  if (!round) {
    link_.failed(round.error(), drain.now_ms);
    return;
  }
  drain.requests.emplace_back(std::move(*round));
  drain.topics.insert("status");
  start_pushes(drain);
}

void Core::start_pushes(Drain& drain) {
  while (link_.may_push()) {
    drain.linked = true;
    auto push = link_.next_push(book_);
    if (!push) link_.failed(push.error(), drain.now_ms);
    if (!push || !*push) return;
    drain.requests.emplace_back(std::move(**push));
  }
}

// A commit is whole or not there, so one row of it tells of all: an answer that it keeps, or else a row for that alone.
Result<void> Core::mark(Drain& drain) {
  for (const auto& reply : drain.replies)
    if (reply.json && !reply.key.empty()) drain.mark = reply.key;
  if (!drain.mark.empty() || (!drain.unkept && drain.captured.empty())) return {};
  drain.mark = "drain/" + book_.fresh_id();
  return book_.store().commands().keep(drain.mark, {200, "", drain.now_ms, ""});
}

void Core::commit(Drain& drain) {
  auto committed = mark(drain);
  if (committed)
    committed = book_.store().commit();
  else
    book_.store().rollback();  // without its mark nobody could tell whether it stands
  if (!committed) {
    note_full(committed.error());
    after_unknown_outcome(drain);
    return;
  }
  for (auto& reply : drain.replies) {
    if (!reply.silent) drain.out.emplace_back(Answered{reply.ticket, std::move(reply.json)});
    for (auto& effect : reply.effects) drain.out.push_back(std::move(effect));
  }
  for (auto& request : drain.requests) drain.out.push_back(std::move(request));
  for (auto& hash : book_.take_forgotten_files()) drain.out.emplace_back(RemoveFile{std::move(hash)});
}

bool Core::stands(const Drain& drain) {
  if (drain.mark.empty()) return false;
  auto answer = book_.store().commands().answer(drain.mark);
  return answer && *answer;
}

// The rows are taken back; what the caches took of them is read anew.
Result<void> Core::reload() {
  book_.drop_caches();
  auto loaded = book_.load();
  stale_ = !loaded;
  return loaded;
}

// While the store rests, its caches do.
Result<void> Core::reload_rested() {
  return rest_.over(book_.now_ms()) ? reload() : fail(Code::io_failed, {}, "caches");
}

bool Core::recover(std::int64_t now_ms) {
  rest_.tried(now_ms);
  book_.drop_caches();
  auto recovered = book_.store().recover();
  auto loaded = reload();  // even where the store only reads: views go on
  refused_ = !(recovered && loaded && open());
  return !refused_;
}

// The disk says so by a write, whatever was measured.
void Core::note_full(const Error& error) {
  const auto cause = error.args.find("cause");
  const bool full =
      error.code == Code::disk_full || (cause != error.args.end() && code_of(cause->second) == Code::disk_full);
  if (full) room_.found_full(book_.now_ms());
}

void Core::after_unknown_outcome(Drain& drain) {
  const bool recovered = recover(drain.now_ms);
  const bool stood = recovered && !planted(21) && stands(drain);
  // Absent is known to be absent only now; while the store reads alone, nobody can tell.
  const Error error{recovered ? Code::io_failed : Code::outcome_unknown, {}, "commit"};
  for (auto& reply : drain.replies) {
    const bool refused = !reply.json && reply.json.error().code != Code::outcome_unknown;
    if (reply.silent && !stood) verifying_.erase(reply.ticket);
    if (stood || refused || reply.repeated) {
      if (!reply.silent) drain.out.emplace_back(Answered{reply.ticket, std::move(reply.json)});
      for (auto& effect : reply.effects) drain.out.push_back(std::move(effect));
    } else if (reply.ticket != 0) {
      drain.out.emplace_back(Answered{reply.ticket, tl::unexpected(error)});
    }
  }
  if (!stood) again_ = std::move(drain.reported);
  // What was ordered did not go out; what was read is to be read again.
  for (const auto& order : drain.requests)
    if (std::holds_alternative<RaiseCounter>(order)) book_.not_counted(error);
  if (drain.stick) link_.drop_stick();
  if (!stick_.doing.empty() || drain.stick) stick_ = {"", drain.now_ms, "", "", 0, 0, 0, false, error.code};
  if (!stood) take_captures_back(drain);
  (void)book_.take_forgotten_files();  // the next start puts away what is left
  scrub_.dropped();
  // The round, or the slice, is made again: what was folded before is known by its position.
  if (drain.linked) link_.failed(error, drain.now_ms);
}

void Core::show(Drain& drain) {
  for (auto* letter : drain.views) {
    auto by = asker(letter->seat_digest, letter->access);
    auto view = by ? letter->render(*this, *by) : Result<View>(tl::unexpected(by.error()));
    if (!view) {
      drain.out.emplace_back(Answered{letter->ticket, tl::unexpected(view.error())});
    } else if (view->slip) {
      drain.out.emplace_back(RenderSlip{letter->ticket, std::move(*view->slip)});
    } else if (view->seek) {
      drain.out.emplace_back(RunSearch{letter->ticket, letter->seat_digest, letter->access, std::move(*view->seek)});
    } else if (view->attachment) {
      view->attachment->ticket = letter->ticket;
      drain.out.emplace_back(std::move(*view->attachment));
    } else {
      drain.out.emplace_back(Answered{letter->ticket, std::move(view->json), std::move(view->media)});
    }
  }
}

void Core::notify(Drain& drain) {
  for (const auto& topic : drain.topics) drain.out.emplace_back(Notify{topic, ++version_});
}

// The store cannot be written: it is recovered if it can be, and meanwhile everything is shown but nothing is changed.
std::vector<Outgoing> Core::refuse_all(std::span<Letter> letters, const Error& error) {
  refused_ = true;
  Drain drain;
  drain.now_ms = book_.now_ms();
  book_.store().rollback();
  note_full(error);
  for (auto& letter : letters) {
    if (auto* tick = std::get_if<Tick>(&letter)) room_.measured(tick->free_bytes, drain.now_ms);
    if (auto* command = std::get_if<CommandLetter>(&letter))
      drain.out.emplace_back(Answered{command->ticket, tl::unexpected(error)});
    if (auto* pin = std::get_if<PinAnswer>(&letter)) {
      verifying_.erase(pin->ticket);
      drain.out.emplace_back(Answered{pin->ticket, tl::unexpected(error)});
    }
    if (auto* report = std::get_if<PrintAnswer>(&letter)) again_.push_back(std::move(*report));
    if (auto* report = std::get_if<CaptureAnswer>(&letter)) captured_again_.push_back(std::move(*report));
    if (auto* test = std::get_if<TestAnswer>(&letter)) take(drain, *test);
    if (auto* stick = std::get_if<StickLetter>(&letter))
      drain.out.emplace_back(Answered{stick->ticket, tl::unexpected(error)});
    if (auto* stick = std::get_if<StickWritten>(&letter)) take(drain, *stick);
    if (std::holds_alternative<StickRead>(letter)) stick_ = {"", drain.now_ms, "read", "", 0, 0, 0, false, error.code};
    if (std::holds_alternative<CounterAnswer>(letter)) book_.not_counted(error);
    if (std::holds_alternative<UploadAnswer>(letter)) link_.failed(error, drain.now_ms);
    if (std::holds_alternative<WasRead>(letter)) scrub_.dropped();
    if (auto* devices = std::get_if<DevicesAnswer>(&letter)) take(drain, *devices);
    if (std::holds_alternative<ExchangeAnswer>(letter)) link_.failed(error, drain.now_ms);
    if (auto* view = std::get_if<ViewLetter>(&letter)) drain.views.push_back(view);
  }
  // What opening the file anew may mend: also a read that failed outside of a drain leaves the engine stuck.
  constexpr auto mendable =
      std::to_array({Code::outcome_unknown, Code::read_only, Code::io_failed, Code::database_damaged});
  const bool closed = std::find(mendable.begin(), mendable.end(), error.code) != mendable.end();
  if (closed && rest_.over(drain.now_ms)) (void)recover(drain.now_ms);
  show(drain);
  notify(drain);
  return std::move(drain.out);
}

}  // namespace karvan::core
