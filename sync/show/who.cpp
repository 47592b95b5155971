#include "sync/show/who.h"

#include "storage/model/op.h"

namespace karvan::show {
namespace {

std::string from_of(const std::string& writer) {
  auto id = model::parse_op_id(writer);
  return id ? id->node : "";
}

}  // namespace

void sign(json::object& o, const std::string& writer, const std::string& actor, const model::HybridTime& time,
          const NameOf& name_of) {
  o["by"] = name_of(actor);
  o["at"] = time.ms;
  o["from"] = from_of(writer);
}

}  // namespace karvan::show
