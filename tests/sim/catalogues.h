#pragma once
#include <map>
#include <string>
#include <vector>

#include "sync/central/author/compile.h"

namespace karvan::sim {

// What headquarters publishes, edition by edition: the folders as they are, and then with other words in the services
// of the last one. Compiled once for all runs of a program.
class Catalogues {
 public:
  explicit Catalogues(std::vector<std::string> folders) : folders_(std::move(folders)) {}
  // From 1. Throws where a folder has a fault.
  const central::author::Compiled& edition(int number);
  const std::vector<std::string>& folders() const { return folders_; }

 private:
  std::vector<std::string> folders_;
  std::map<int, central::author::Compiled> editions_;
};

}  // namespace karvan::sim
