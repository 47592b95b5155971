#include <algorithm>
#include <tuple>

#include "node/core/book.h"
#include "node/core/faults.h"
#include "storage/model/planted.h"
#include "storage/salvage/report.h"
#include "storage/seal/hash.h"
#include "sync/exchange/codec.h"
#include "sync/rules/fleet.h"

// What the centre says, folded into the book.
namespace karvan::core {
namespace {

constexpr std::string_view unknown_kind = "unknown";  // of store::Documents: KIND/NAME, as it came
constexpr std::string_view refused_kind = "refused";  // the same: KIND/NAME, why it was not taken
constexpr std::size_t refused_shown_max = 20;

std::string digest_of(std::string_view bytes) { return seal::to_hex(seal::sha256(bytes)); }

}  // namespace

Result<void> Book::put_lease(const exchange::Document& document) {
  TRY(auto text, seal::open_note(document.body, options_.centre));
  TRY(auto lease, rules::parse_lease(text));
  if (lease.node != options_.site.node) return fail(Code::signature_wrong, {}, "lease of another node");
  TRY_VOID(know_passed(lease.issued_ms));
  // P5: it may have been used before it was lost.
  TRY(auto lost, store_.documents().get(salvage::report_kind, salvage::lost_leases));
  const bool held = std::any_of(leases_.begin(), leases_.end(), [&](const auto& one) { return one.id == lease.id; });
  if (lost && !held && lease.issued_ms <= std::atoll(lost->bytes.c_str())) return {};
  TRY_VOID(store_.leases().grant({.id = lease.id,
                                  .kind = lease.kind,
                                  .first = lease.first,
                                  .last = lease.last,
                                  .next = lease.first,
                                  .state = "open",
                                  .note = document.body}));
  counter_.due = true;
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

// P14. One from a stick may be older than what is known, or of an earlier life of the centre: it is left alone.
Result<void> Book::put_fleet(const exchange::Document& document) {
  TRY(auto text, seal::open_note(document.body, options_.centre));
  TRY(auto fresh, rules::parse_fleet(text));
  TRY(auto kept, store_.documents().get("fleet", "current"));
  if (kept) {
    TRY(auto kept_text, seal::open_note(kept->bytes, options_.centre));
    TRY(auto held, rules::parse_fleet(kept_text));
    TRY(auto lived, store_.documents().get("fleet_life", fresh.centre_epoch));
    if (!rules::supersedes(fresh, held, lived ? held.centre_epoch : fresh.centre_epoch)) return {};
  }
  TRY_VOID(store_.documents().put({"fleet_life", fresh.centre_epoch, {}, 0}));
  TRY_VOID(store_.documents().put({"fleet", "current", document.body, document.at}));
  if (rules::revoked(fresh, options_.site.node) && !planted(23)) return stop_numbers(Code::node_revoked);
  return resume_numbers(Code::node_revoked);
}

// Services and what their questions show: their name is the digest of their bytes.
Result<void> Book::put_named(const exchange::Document& document) {
  TRY(auto body, body_of(document, document.base));
  if (digest_of(body) != document.name) return fail(Code::signature_wrong, {}, document.kind);
  return store_.documents().put({document.kind, document.name, body, document.at});
}

Result<void> Book::put_staff(const exchange::Document& document) {
  TRY(auto staff, rules::parse_staff(document.body));
  TRY_VOID(store_.documents().put({"staff", staff.id, document.body, document.at}));
  roster_.insert_or_assign(staff.id, staff);
  roster_at_ = std::max(roster_at_, document.at);
  return {};
}

Book::Put Book::put_of(std::string_view kind) {
  if (kind == "lease") return &Book::put_lease;
  if (kind == "staff") return &Book::put_staff;
  if (kind == "manifest") return &Book::put_manifest;
  if (kind == "fleet") return &Book::put_fleet;
  return kind == "service" || kind == "media" ? &Book::put_named : nullptr;
}

// The feed goes on, and does not bring it again: that it was not taken is kept until one of its name is. Of a patch it
// is asked for again whole.
Result<void> Book::put_document(const exchange::Document& document) {
  const auto put = put_of(document.kind);
  if (!put) return keep_unknown(document);
  const auto name = document.kind + "/" + document.name;
  auto done = (this->*put)(document);
  if (done) return store_.documents().remove(refused_kind, name);
  if (of_the_store(done.error().code) || !document.base.empty()) return done;
  TRY_VOID(
      store_.documents().put({std::string(refused_kind), name, std::string(name_of(done.error().code)), document.at}));
  return done;
}

Result<std::vector<Book::RefusedDocument>> Book::refused_documents() const {
  TRY(auto rows, store_.documents().list(refused_kind, refused_shown_max));
  std::vector<RefusedDocument> refused;
  for (auto& row : rows) {
    const auto slash = row.id.find('/');
    refused.push_back({row.id.substr(0, slash), row.id.substr(slash + 1), std::move(row.bytes)});
  }
  return refused;
}

// Of a newer centre: the feed does not bring it again. It is kept until the program is one that knows its kind. What a
// patch is of is not known here, so that one is asked for whole.
Result<void> Book::keep_unknown(const exchange::Document& document) {
  if (!document.base.empty()) return fail(Code::version_unknown, {}, document.kind);
  return store_.documents().put(
      {std::string(unknown_kind), document.kind + "/" + document.name, document.body, document.at});
}

Result<void> Book::take_known() {
  auto documents = store_.documents();
  TRY(auto kept, documents.list(unknown_kind));
  // As they came.
  std::sort(kept.begin(), kept.end(),
            [](const auto& a, const auto& b) { return std::tie(a.position, a.id) < std::tie(b.position, b.id); });
  bool taken = false;
  for (auto& one : kept) {
    const auto slash = one.id.find('/');
    const auto kind = one.id.substr(0, slash);
    if (!put_of(kind)) continue;
    TRY_VOID(documents.remove(unknown_kind, one.id));
    exchange::Document document;
    document.kind = kind;
    document.name = one.id.substr(slash + 1);
    document.at = one.position;
    document.body = std::move(one.bytes);
    auto put = put_document(document);
    if (!put && of_the_store(put.error().code)) return put;  // what is wrong with itself is told, as when it comes
    taken = true;
  }
  return taken ? load() : Result<void>{};
}

}  // namespace karvan::core
