#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sync/form/instance.h"

// The answers of a form being filled in, as a tree: the form itself is the first row, each instance of a repeat
// another.
namespace karvan::form {

inline constexpr std::uint32_t no_row = static_cast<std::uint32_t>(-1);

struct Cell {
  State state;
  bool seen = true;    // whether others last saw it as relevant
  bool given = false;  // its value was changed from outside since it was last computed
};

struct Row {
  std::size_t scope = no_group;  // the repeat that it is an instance of
  std::uint32_t parent = no_row;
  std::size_t position = 1;  // among the instances beside it
  bool alive = true;
  std::string id, prefix;                             // "7k3q", "members/7k3q/"
  std::vector<Cell> cells;                            // by the question's slot
  std::vector<char> groups;                           // by the group's slot: whether it is relevant
  std::vector<std::vector<std::uint32_t>> instances;  // by the repeat's slot
  std::vector<char> over;                             // by the repeat's slot: it may not have all that it asks for
  std::vector<char> queued, changed;                  // by the vertex's slot
  std::vector<std::uint32_t> steps;                   // by the vertex's slot: what computing it took
};

}  // namespace karvan::form
