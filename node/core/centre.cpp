#include "node/core/book.h"
#include "storage/seal/hash.h"
#include "sync/exchange/codec.h"

// What the centre says, folded into the book.
namespace karvan::core {
namespace {

// The whole operation's fate; where it stands but a claim of it does not, that claim's, so that its operator sees it
// (P15).
model::Fate fate_of(const model::Verdict& verdict) {
  using model::Fate;
  if (verdict.op != Fate::applied) return verdict.op;
  for (Fate fate : {verdict.advance, verdict.returned, verdict.resolve})
    if (fate != Fate::applied && fate != Fate::lost) return fate;
  for (const auto& [field, fate] : verdict.fields)
    if (fate == Fate::refused || fate == Fate::held) return fate;
  return Fate::applied;
}

std::string digest_of(std::string_view bytes) { return seal::to_hex(seal::sha256(bytes)); }

}  // namespace

Result<void> Book::put_lease(const exchange::Document& document) {
  TRY(auto text, seal::open_note(document.body, options_.centre));
  TRY(auto lease, rules::parse_lease(text));
  if (lease.node != options_.site.node) return fail(Code::signature_wrong, {}, "lease of another node");
  TRY_VOID(store_.leases().grant({.id = lease.id,
                                  .kind = lease.kind,
                                  .first = lease.first,
                                  .last = lease.last,
                                  .next = lease.first,
                                  .from = {},
                                  .until = {},
                                  .state = "open",
                                  .note = document.body}));
  return load_leases();
}

// The body as it was published, where a patch came: of the base that is kept under `base_id`.
Result<std::string> Book::body_of(const exchange::Document& document, const std::string& base_id) {
  if (document.base.empty()) return document.body;
  TRY(auto base, store_.documents().get(document.kind, base_id));
  if (!base || digest_of(base->bytes) != document.base) return fail(Code::not_found, {}, "base of a patch");
  return exchange::apply_patch(base->bytes, document.body);
}

Result<void> Book::put_manifest(const exchange::Document& document) {
  TRY(auto known, store_.documents().get("manifest", "current"));
  if (known && known->position >= document.at) return {};
  TRY(auto body, body_of(document, "current"));
  TRY_VOID(seal::open_note(body, options_.centre));
  return store_.documents().put({"manifest", "current", body, document.at});
}

// Services and what their questions show: their name is the digest of their bytes.
Result<void> Book::put_named(const exchange::Document& document) {
  TRY(auto body, body_of(document, document.base));
  if (digest_of(body) != document.name) return fail(Code::signature_wrong, {}, document.kind);
  return store_.documents().put({document.kind, document.name, body, document.at});
}

Result<void> Book::put_document(const exchange::Document& document) {
  auto documents = store_.documents();
  if (document.kind == "lease") return put_lease(document);
  if (document.kind == "staff") {
    TRY(auto staff, rules::parse_staff(document.body));
    TRY_VOID(documents.put({"staff", staff.id, document.body, document.at}));
    roster_.insert_or_assign(staff.id, staff);
    return {};
  }
  if (document.kind == "manifest") return put_manifest(document);
  if (document.kind == "service" || document.kind == "media") return put_named(document);
  return {};  // of a newer centre
}

Result<std::string> Book::fold(const exchange::Entry& entry) {
  std::string line = entry.line;
  if (entry.own()) {
    TRY(auto own, store_.log().line(entry.epoch, entry.seq));
    if (!own) return fail(Code::not_found, {}, entry.epoch + "/" + std::to_string(entry.seq));
    line = own->line;
  }
  if (line.empty()) return "";  // erased
  TRY(auto op, model::parse_op(line));
  if (!entry.own()) clock_.observe(op.time);
  TRY(auto settled, store_.records().settled(op.of));
  if (settled && settled->position >= entry.at) return "";
  model::Record record;
  // Position 0: of another life of the centre, see `forget_centre`.
  if (settled && settled->position > 0) {
    TRY(record, model::parse_record(settled->body));
  }
  record = model::apply(std::move(record), op, entry.verdict);
  if (entry.own()) {
    TRY_VOID(store_.log().settle(entry.epoch, entry.seq, entry.at, fate_of(entry.verdict), entry.verdict.reason));
  }
  TRY_VOID(summarise(record));
  TRY_VOID(store_.records().put_settled(op.of, {model::write_record(record), entry.at}));
  TRY(auto guess, best_guess(op.of));
  TRY_VOID(summarise(guess));
  return op.of;
}

Result<void> Book::forget_centre() {
  store::RecordFilter all;
  all.limit = 10'000'000;
  TRY(auto records, store_.records().list(all));
  for (const auto& summary : records) {
    TRY(auto settled, store_.records().settled(summary.id));
    if (settled) TRY_VOID(store_.records().put_settled(summary.id, {settled->body, 0}));
  }
  for (const auto& feed : {office_feed(), std::string("node"), std::string("reference")})
    TRY_VOID(store_.cursors().put({feed, {}, 0, {}}));
  TRY_VOID(store_.attachments().send_again());
  return store_.log().resend_from_safe();
}

Result<void> Book::stop_numbers(Code why) {
  TRY_VOID(store_.documents().put({"stopped", "numbers", std::string(name_of(why)), 0}));
  stopped_ = why;
  return {};
}

}  // namespace karvan::core
