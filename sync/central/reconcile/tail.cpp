#include "sync/central/reconcile/tail.h"

#include <algorithm>

#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/lives.h"
#include "sync/exchange/said.h"

namespace karvan::central {
namespace {

Result<void> admit_one_lease(Files& files, const seal::SigningKey& key, const Node& node, const std::string& note) {
  auto admitted = in_transaction(files.records, [&] { return admit_lease(files, seal::verifying(key), node, note); });
  return admitted ? Result<void>{} : tl::unexpected<Error>(admitted.error());
}

Result<void> admit_fleet(Files& files, const seal::SigningKey& key, const std::string& note, std::int64_t now_ms) {
  TRY(auto text, seal::open_note(note, seal::verifying(key)));
  TRY(auto state, rules::parse_fleet(text));
  TRY(const auto lives, lost_lives(files.records));
  auto of_it = [&](const LostLife& life) { return life.epoch == state.centre_epoch && life.fleet < state.number; };
  const auto life = std::find_if(lives.begin(), lives.end(), of_it);
  if (life == lives.end()) return {};
  std::vector<LostRevocation> lost;
  for (auto& revoked : state.revoked) lost.push_back({std::move(revoked)});
  TRY_VOID(in_transaction(files.inbox, [&] { return revoke_again(files, lost, life->lost_ms, now_ms); }));
  return publish_fleet(files, key);
}

Result<void> admit_said(Files& files, const seal::SigningKey& key, const Node& node, const exchange::Tail& tail,
                        std::int64_t now_ms) {
  TRY(auto text, seal::open_note(tail.note, seal::verifying(key)));
  TRY(auto checkpoint, exchange::parse_checkpoint(text));
  const bool signed_so = checkpoint.node == node.name && checkpoint.said == exchange::digest_of_said(tail.body);
  if (!signed_so) return fail(Code::signature_wrong, {}, "what was said");
  return in_transaction(files.inbox, [&]() -> Result<void> {
    std::string_view rest = tail.body;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size() - 1);
      const auto line = rest.substr(0, end);
      rest.remove_prefix(end + 1);
      if (!exchange::is_said(line, centre_node)) continue;  // or it was erased since
      TRY(auto op, model::parse_op(line));
      TRY_VOID(Inbox(files.inbox).admit(op.id, line, now_ms));
    }
    return {};
  });
}

Result<void> admit(Files& files, const seal::SigningKey& key, const Node& node, const exchange::Tail& tail,
                   std::int64_t now_ms) {
  if (tail.kind == "lease") return admit_one_lease(files, key, node, tail.note);
  if (tail.kind == "fleet") return admit_fleet(files, key, tail.note, now_ms);
  if (tail.kind == "said") return admit_said(files, key, node, tail, now_ms);
  return {};  // of a newer node
}

}  // namespace

Result<void> admit_tail(Files& files, const seal::SigningKey& key, const Node& node,
                        const std::vector<exchange::Tail>& tail, std::int64_t now_ms) {
  for (const auto& one : tail) {
    auto admitted = admit(files, key, node, one, now_ms);
    if (!admitted && of_the_store(admitted.error().code)) return admitted;
  }
  return {};
}

}  // namespace karvan::central
