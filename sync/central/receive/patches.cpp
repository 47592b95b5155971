#include "sync/central/receive/patches.h"

#include "storage/seal/hash.h"
#include "storage/seal/note.h"
#include "sync/catalogue/catalogue.h"
#include "sync/exchange/codec.h"

namespace karvan::central {
namespace {

constexpr std::string_view manifest_name = "catalogue";

// The words above a note's signatures: the centre's own, read from its own store.
std::string_view text_of(std::string_view note) {
  const auto end = note.find("\n\n");
  return end == std::string_view::npos ? note : note.substr(0, end + 1);
}

}  // namespace

Result<void> Patches::read_manifest() {
  if (read_) return {};
  read_ = true;
  TRY(auto row, feeds_.last(reference_feed, "manifest", manifest_name));
  if (!row) return {};
  last_manifest_ = row->position;
  auto manifest = catalogue::read_manifest(text_of(row->body));
  if (!manifest) return {};
  for (const auto& service : manifest->services) {
    const auto& versions = service.second.versions;
    for (std::size_t i = 1; i < versions.size(); ++i) previous_.emplace(versions[i].version, versions[i - 1].version);
  }
  return {};
}

Result<bool> Patches::superseded(const DocumentRow& row) {
  if (row.kind == "fleet") {
    TRY(auto last, feeds_.last(reference_feed, row.kind, row.name));
    return last && row.position < last->position;
  }
  if (row.kind != "manifest" || row.name != manifest_name) return false;
  TRY_VOID(read_manifest());
  return row.position < last_manifest_;
}

// What the node has once this document's turn has come: a service's earlier version stands before it in the feed.
Result<std::optional<std::string>> Patches::base_of(const exchange::Document& document) {
  std::optional<std::string> base;
  if (document.kind == "manifest") {
    TRY(auto row, feeds_.last_at(reference_feed, "manifest", document.name, known_));
    if (row) base = std::move(row->body);
  } else if (document.kind == "service") {
    TRY_VOID(read_manifest());
    auto previous = previous_.find(document.name);
    if (previous == previous_.end()) return base;
    TRY(auto row, feeds_.last(reference_feed, "service", previous->second));
    if (row && row->position < document.at) base = std::move(row->body);
  }
  return base;
}

Result<void> Patches::shorten(exchange::Document& document) {
  if (!wanted_) return {};
  TRY(auto base, base_of(document));
  if (!base) return {};
  auto patch = exchange::make_patch(*base, document.body);
  if (patch.size() >= document.body.size()) return {};
  document.base = seal::to_hex(seal::sha256(*base));
  document.body = std::move(patch);
  return {};
}

}  // namespace karvan::central
