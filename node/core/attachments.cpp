#include "node/core/book.h"
#include "node/core/drain.h"
#include "sync/rules/closing.h"

// The files that answers name: whose they are, and when one goes.
namespace karvan::core {

Result<void> Book::write_one(const counter::KeepAttachment& change) {
  auto attachments = store_.attachments();
  store::Attachment row{
      .attached = change.attached, .of = change.of, .file_key = change.file_key, .state = "draft", .epoch = {}};
  const auto filed = filed_.find(change.attached.hash);
  // One file a question while it is a draft: what was captured before goes.
  if (filed == filed_.end()) TRY_VOID(drop_files(change.of, change.attached.name));
  TRY_VOID(replace_damaged(change));
  if (filed != filed_.end()) TRY_VOID(attachments.forget(change.attached.hash));  // its operation's row has no key
  TRY_VOID(attachments.add(row));
  if (filed == filed_.end()) return {};
  TRY_VOID(attachments.file(change.attached.hash, filed->second.epoch, filed->second.seq));
  TRY(const auto record, best_guess(counter::record_id(*this, "application", change.of)));
  return erase_old_keys(record);  // its operation came first, when the key was not yet here
}

// An operation names the files: they belong to the record now, and wait to be sent. A late file's operation comes
// before its row; a row that was lost with a damaged database is made anew, without its key (P11).
Result<void> Book::note_files(const model::Op& op) {
  if (op.attach.empty()) return {};
  auto attachments = store_.attachments();
  TRY(const auto record, model::parse_record_id(op.of));
  for (const auto& attached : op.attach) {
    filed_[attached.hash] = op.id;
    TRY_VOID(attachments.file(attached.hash, op.id.epoch, op.id.seq));
    TRY(const auto row, attachments.get(attached.hash));
    if (!row) TRY_VOID(attachments.add({attached, record.id, "", "waiting", 0, op.id.epoch, op.id.seq}));
  }
  return {};
}

Result<void> Book::drop_files(std::string_view draft, std::string_view question) {
  TRY(auto hashes, store_.attachments().drop(draft, question));
  TRY_VOID(forget_damaged(hashes));
  forgotten_.insert(forgotten_.end(), hashes.begin(), hashes.end());
  return {};
}

// Until then a desk may look at what was scanned; after it no key on this box opens it. The sealed file stays for the
// centre, which opens it with its own (P12). Of a version that this box has not, the usual stage tells.
Result<void> Book::erase_old_keys(const model::Record& record) {
  if (record.attachments.empty()) return {};
  const auto* service = catalogue_.version(record.pin.service, record.pin.version);
  const std::string_view until = service ? std::string_view(service->keep_until) : rules::stage::reviewed;
  if (!record.reached(until) && !rules::closing_of(record, service)) return {};
  TRY(auto id, model::parse_record_id(record.id));
  TRY(const auto erased, store_.attachments().erase_keys(id.id));
  wipe_ = wipe_ || erased;
  return {};
}

std::vector<std::string> Book::take_forgotten_files() {
  filed_.clear();
  return std::exchange(forgotten_, {});
}

void Core::take(Drain& drain, UploadAnswer& letter) {
  drain.linked = true;
  auto kept = link_.uploaded(book_, letter, drain.now_ms);
  if (!kept) link_.failed(kept.error(), drain.now_ms);
  auto row = book_.store().attachments().get(letter.hash);
  if (row && *row) drain.topics.insert("application/" + (*row)->of);
  drain.topics.insert("status");
}

void Core::start_upload(Drain& drain) {
  auto unsent = book_.store().log().count_unsent();
  if (!unsent || *unsent > 0) return;
  auto piece = link_.next_piece(book_, drain.now_ms);
  if (!piece || !*piece) return;  // the store cannot be read: so it will be said elsewhere
  drain.linked = true;
  drain.requests.emplace_back(std::move(**piece));
}

}  // namespace karvan::core
