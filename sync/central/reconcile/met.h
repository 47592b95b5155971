#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "storage/model/op.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/nodes.h"

namespace karvan::central {

// The services and people of the operations of a turn, each looked up once: the reference is one for all of it. A copy
// may be asked by other threads for what is known; looking up is for the one that has the files.
class Met {
 public:
  Met(Files& files, const Reference& reference) : files_(&files), reference_(&reference) {}

  // nullptr: unknown here. The errors are the store's.
  Result<const catalogue::Service*> service(const model::Pin& pin);
  // Who signed an operation, as their node had been told (Op::roster); nullptr: it was told of nobody of that name.
  // A node writes only in the names of people who work there or, as its feed once told it, have worked there. Nobody
  // else's, least of all an officer's or the centre's own. Valid as long as this is.
  Result<const rules::Staff*> person(const Node& node, const model::Op& op);

  // nullptr: not met yet, or nobody.
  const catalogue::Service* known(const model::Pin& pin) const;
  const rules::Staff* known(const Node& node, const model::Op& op) const;

 private:
  // By node, person and place in the node's feed.
  using Signer = std::tuple<std::string, std::string, std::uint64_t>;
  Result<std::optional<rules::Staff>> told_of(const Node& node, const model::Op& op) const;

  Files* files_;
  const Reference* reference_;
  std::map<std::pair<std::string, std::string>, const catalogue::Service*> services_;  // by a pin's members
  std::map<Signer, std::optional<rules::Staff>> people_;
};

}  // namespace karvan::central
