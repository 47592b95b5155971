#include "node/core/core.h"

#include "node/core/drain.h"
#include "node/counter/decide.h"
#include "storage/model/json.h"

namespace karvan::core {
namespace {

// On a full disk, or one that fails: what is there is still shown, and a drain opens once it can write.
bool may_mend(Code code) {
  return code == Code::disk_full || code == Code::io_failed || code == Code::outcome_unknown || code == Code::read_only;
}

// What the page asks for under a topic that stands for all of its kind.
void topics_of(const counter::Change& change, std::set<std::string>& topics) {
  if (const auto* saved = std::get_if<counter::SaveDraft>(&change)) {
    topics.insert("draft/" + saved->draft.id);
    if (saved->draft.seen == 1) topics.insert("drafts");
  }
  if (const auto* dropped = std::get_if<counter::DropDraft>(&change))
    topics.insert({"drafts", "draft/" + dropped->draft});
  if (std::holds_alternative<counter::SavePrint>(change)) topics.insert({"prints", "status"});
  if (std::holds_alternative<counter::PutSeat>(change) || std::holds_alternative<counter::KeepAcknowledgement>(change))
    topics.insert("status");
  if (const auto* put = std::get_if<counter::PutCapture>(&change)) topics.insert("captures/" + put->capture.id);
}

}  // namespace

Core::Core(store::Store store, Options options, seal::Entropy entropy)
    : book_(std::move(store), options, entropy), link_(options.key, entropy) {}
Core::~Core() = default;

Result<std::unique_ptr<Core>> Core::start(store::Store store, Options options, seal::Entropy entropy,
                                          std::int64_t now_ms) {
  std::unique_ptr<Core> core(new Core(std::move(store), std::move(options), std::move(entropy)));
  Book& book = core->book_;
  book.at(now_ms);
  TRY_VOID(book.load());
  core->scrub_.resume(book.scrubbed_to().value_or(""));
  if (book.store().read_only()) return core;
  if (auto opened = core->open(); !opened) {
    if (!may_mend(opened.error().code)) return tl::unexpected(opened.error());
    core->note_full(opened.error());
    (void)core->reload();
  }
  return core;
}

Result<void> Core::open() {
  if (opened_) return {};
  TRY_VOID(book_.store().begin());
  auto written = [&]() -> Result<void> {
    TRY_VOID(book_.open_epoch());
    TRY_VOID(book_.give_back_doubtful());
    TRY_VOID(book_.doubt_unfinished_prints());
    TRY_VOID(book_.summarise_older());
    TRY_VOID(book_.take_known());
    return book_.store().log().forget_sent();
  }();
  if (!written) {
    book_.store().rollback();
    return written;
  }
  TRY_VOID(book_.store().commit());
  opened_ = true;
  return {};
}

std::vector<Outgoing> Core::drain(std::span<Letter> letters, std::int64_t now_ms) {
  book_.at(now_ms);
  // Half of what is remembered decides nothing.
  if (auto loaded = stale_ ? reload_rested() : Result<void>{}; !loaded) return refuse_all(letters, loaded.error());
  if (auto opened = open(); !opened) return refuse_all(letters, opened.error());
  if (auto begun = book_.store().begin(); !begun) return refuse_all(letters, begun.error());
  refused_ = false;
  Drain drain;
  drain.now_ms = now_ms;
  letters_ += letters.size();
  if (book_.leases_over()) {
    if (auto closed = book_.close_expired_leases(); !closed) {
      book_.store().rollback();
      (void)reload();
      return refuse_all(letters, closed.error());
    }
  }
  for (auto& report : std::exchange(again_, {})) take(drain, report);
  for (auto& report : std::exchange(captured_again_, {})) take(drain, report);
  for (auto& letter : letters) std::visit([&](auto& one) { take(drain, one); }, letter);
  fold_slice(drain);
  count_on(drain);
  start_exchange(drain);
  start_upload(drain);
  commit(drain);
  show(drain);
  notify(drain);
  return std::move(drain.out);
}

bool Core::has_work() const {
  // While nothing can be written a drain would only turn round; the next Tick recovers.
  auto& store = book_.store();
  const bool writable = opened_ && !refused_ && !store.read_only() && !store.database().outcome_unknown();
  return writable && (link_.folding() || !again_.empty() || !captured_again_.empty());
}

bool Core::tend() {
  auto& store = book_.store();
  // Nothing is lost where one of these fails: it is tried again when there is time.
  // What was erased has to be out of the index before it can be out of the file.
  const auto merged = room_.room() == counter::Room::none ? Result<bool>(false) : store.tend_search(book_.wipe_due());
  if (merged && *merged) return true;
  if (book_.wipe_due() && store.wipe()) book_.wiped();
  const auto older = book_.search_older();
  if (older && *older) return true;
  (void)store.tend();
  return false;
}

Result<void> Core::write(const counter::Decision& decision, const std::string& reply, Ask& ask) {
  TRY_VOID(book_.append(decision.ops));
  for (const auto& change : decision.changes) TRY_VOID(book_.write(change));
  for (const auto& one : decision.effects) TRY_VOID(effect(one, ask));
  if (ask.key.empty()) return {};
  return book_.store().commands().keep(ask.key, {200, reply, book_.now_ms(), ask.asked});
}

Result<std::string> Core::decide_and_write(Drain& drain, const counter::Command& command, Ask& ask) {
  if (stale_) TRY_VOID(reload());  // an earlier letter of this drain was undone, and the caches could not be read anew
  const Book::Guesses guesses(book_);
  TRY(auto decision, counter::decide(book_, command));
  auto reply = json::write(decision.reply);
  TRY(auto savepoint, book_.store().savepoint());
  auto written = write(decision, reply, ask);
  if (written) written = savepoint.release();
  if (!written) {
    ask.effects.clear();
    verifying_.erase(ask.ticket);
    {
      auto undone = std::move(savepoint);
    }
    note_full(written.error());
    TRY_VOID(reload());
    return tl::unexpected(written.error());
  }
  for (const auto& change : decision.changes) topics_of(change, drain.topics);
  for (const auto& op : decision.ops) {
    auto id = model::parse_record_id(op.of);
    if (id && id->kind == "application") drain.topics.insert({"applications", "application/" + id->id, "reviews"});
    if ((id && id->kind == "shift") || (op.post && !op.post->shift.empty())) drain.topics.insert("shifts");
    drain.topics.insert("status");
  }
  return reply;
}

Result<void> Core::effect(const counter::Effect& effect, Ask& ask) {
  if (const auto* verify = std::get_if<counter::VerifyPin>(&effect)) {
    if (verifying_.size() >= verifying_max) return fail(Code::busy);
    ask.effects.emplace_back(VerifyPin{ask.ticket, verify->hash, verify->pin});
    verifying_[ask.ticket] = {*verify};
    verifying_[ask.ticket].order.pin.clear();
  } else if (const auto* send = std::get_if<counter::SendPrint>(&effect)) {
    const auto& print = send->print;
    TRY_VOID(book_.write(counter::SavePrint{print}));  // the intent, before anything is printed
    ask.effects.emplace_back(SendPrint{print.id, print.seat, print.slip});
  } else if (const auto* run = std::get_if<counter::RunCapture>(&effect)) {
    const auto& capture = run->capture;
    ask.effects.emplace_back(
        RunCapture{capture.id, capture.device, capture.family, run->position, counter::capture_ms_max});
  } else if (const auto* stop = std::get_if<counter::StopCapture>(&effect)) {
    ask.effects.emplace_back(StopCapture{stop->capture});
  } else if (const auto* file = std::get_if<counter::SealFile>(&effect)) {
    ask.effects.emplace_back(SealFile{ask.ticket, file->capture, file->media, file->bytes});
  } else if (const auto* test = std::get_if<counter::RunTest>(&effect)) {
    if (!has_device(test->device)) return fail(Code::unknown_device, {{"device", test->device}});
    tests_[test->device] = {book_.now_ms(), "running", ""};
    ask.effects.emplace_back(RunTest{test->device});
  } else {
    link_.hurry();
  }
  return {};
}

}  // namespace karvan::core
