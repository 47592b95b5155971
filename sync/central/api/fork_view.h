#pragma once
#include "storage/model/json.h"
#include "sync/central/store/nodes.h"

namespace karvan::central {

// Two boxes under one name, as the page of nodes shows them (openapi.yaml, Fork): {state, told_at, other_seen}; null
// where there are none.
Result<json::value> show_fork(sqlite::Database& inbox, const Node& node);

}  // namespace karvan::central
