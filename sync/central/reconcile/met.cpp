#include "sync/central/reconcile/met.h"

#include "sync/central/reconcile/act.h"
#include "sync/central/store/feeds.h"

namespace karvan::central {

Result<const catalogue::Service*> Met::service(const model::Pin& pin) {
  const std::pair key{pin.service, pin.version};
  if (const auto found = services_.find(key); found != services_.end()) return found->second;
  TRY(const auto* service, reference_->service(pin.service, pin.version));
  return services_.emplace(key, service).first->second;
}

Result<const rules::Staff*> Met::person(const Node& node, const model::Op& op) {
  const Signer key{node.name, op.actor, op.roster};
  auto found = people_.find(key);
  if (found == people_.end()) {
    TRY(auto told, told_of(node, op));
    found = people_.emplace(key, std::move(told)).first;
  }
  return found->second ? &*found->second : nullptr;
}

const catalogue::Service* Met::known(const model::Pin& pin) const {
  const auto found = services_.find({pin.service, pin.version});
  return found == services_.end() ? nullptr : found->second;
}

const rules::Staff* Met::known(const Node& node, const model::Op& op) const {
  const auto found = people_.find({node.name, op.actor, op.roster});
  return found == people_.end() || !found->second ? nullptr : &*found->second;
}

Result<std::optional<rules::Staff>> Met::told_of(const Node& node, const model::Op& op) const {
  const auto* person = reference_->staff(op.actor);
  const bool here = person && (node.name == centre_node || works_at_desk(*person, node.name));
  if (here && (op.roster == 0 || node.name == centre_node)) return *person;
  Feeds feeds(files_->records);
  TRY(auto told, op.roster > 0 ? feeds.last_at(node_feed(node.name), "staff", op.actor, op.roster)
                               : feeds.last(node_feed(node.name), "staff", op.actor));
  if (!told) return std::nullopt;
  TRY(auto then, rules::parse_staff(told->body));
  return then;
}

}  // namespace karvan::central
