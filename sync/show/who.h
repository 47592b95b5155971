#pragma once
#include <functional>
#include <string>

#include "storage/model/hybrid_time.h"
#include "storage/model/json.h"

namespace karvan::show {

// A person's name for their staff id.
using NameOf = std::function<std::string(const std::string& staff)>;

// Puts in by whom, when and where from: {by, at, from}. `writer` is an OpId text; every shape of this room that
// somebody answers for ends so.
void sign(json::object& o, const std::string& writer, const std::string& actor, const model::HybridTime& time,
          const NameOf& name_of);

}  // namespace karvan::show
