#pragma once
#include <string>

#include "tests/unit/sync/central/fixture.h"

namespace karvan::central::testing {

class Busy : public Centre {
 protected:
  // A box with three operations in one epoch.
  Box busy(const std::string& name = "bus-01") {
    Box box(name);
    enrol(box);
    box.write(box.filing(a1, version_));
    for (int i = 0; i < 2; ++i) box.write(box.op(a1));
    return box;
  }
  std::string fork_of(const std::string& node) { return must(Nodes(files_->inbox).get(node))->fork; }
};

}  // namespace karvan::central::testing
