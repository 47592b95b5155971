#include "sync/central/reconcile/fleet.h"
#include "sync/central/cli/commands.h"
#include "sync/central/receive/enrol.h"
#include "sync/central/receive/speaker.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/nodes.h"

namespace karvan::central {

Result<json::object> enrol_node(const House& house, const std::string& node, const std::string& office) {
  TRY(auto files, open_files(house.files));
  TRY(auto code, make_code(files, node, office, house.now_ms(), house.entropy));
  return json::object{{"node", node}, {"office", office}, {"code", code}, {"days", code_life_ms / 86'400'000}};
}

Result<json::object> settle_fork(const House& house, const std::string& node, const std::string& challenge) {
  TRY(auto files, open_files(house.files));
  TRY(auto code, settle_fork(files, house.keys.signing, node, challenge, house.now_ms()));
  return json::object{{"node", node}, {"code", code}};
}

Result<json::object> list_nodes(const House& house) {
  TRY(auto files, open_files(house.files));
  TRY(auto nodes, Nodes(files.inbox).list());
  json::array list;
  for (const auto& node : nodes) {
    if (node.name == centre_node) continue;
    list.push_back(json::object{{"name", node.name},
                                {"office", node.office},
                                {"number", node.number},
                                {"last_seen", node.seen_ms ? json::value(*node.seen_ms) : json::value(nullptr)},
                                {"revoked", node.revoked_ms.has_value()},
                                {"fork", node.fork}});
  }
  return json::object{{"nodes", std::move(list)}};
}

Result<json::object> revoke_node(const House& house, const std::string& node) {
  TRY(auto files, open_files(house.files));
  TRY_VOID(in_transaction(files.inbox, [&] { return Nodes(files.inbox).revoke(node, house.now_ms()); }));
  TRY_VOID(publish_fleet(files, house.keys.signing));
  return json::object{{"node", node}};
}

}  // namespace karvan::central
