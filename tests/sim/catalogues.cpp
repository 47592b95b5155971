#include "tests/sim/catalogues.h"

#include <fmt/format.h>

#include <stdexcept>

#include "sync/central/author/directory.h"

namespace karvan::sim {
namespace {

constexpr std::string_view title = "title = { en = \"";

void reword(central::author::Files& files, int number) {
  for (auto& [path, text] : files) {
    const auto at = path.ends_with("/service.toml") ? text.find(title) : text.npos;
    if (at != text.npos) text.insert(at + title.size(), fmt::format("({}) ", number));
  }
}

}  // namespace

const central::author::Compiled& Catalogues::edition(int number) {
  if (const auto known = editions_.find(number); known != editions_.end()) return known->second;
  central::author::Files files;
  for (const auto& folder : folders_) {
    auto read = central::author::read_directory(folder);
    if (!read) throw std::runtime_error(describe(read.error()));
    if (number > 1 && folder == folders_.back()) reword(*read, number);
    files.merge(*read);
  }
  auto compiled = central::author::compile(files);
  if (!compiled) throw std::runtime_error("the catalogue has faults: " + compiled.error().front().what);
  return editions_.emplace(number, std::move(*compiled)).first->second;
}

}  // namespace karvan::sim
