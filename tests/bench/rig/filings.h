#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "storage/model/op.h"

namespace karvan::bench {

// The n-th citizen's answers to the benches' service `census`: 20 of them, as people give them; the same for the same
// n.
std::map<std::string, std::string> answers_of(std::uint64_t n);

// Its filing in one operation, still to be stamped by its author.
model::Op filing(std::uint64_t n, const std::string& record, const model::Pin& pin, const std::string& actor);

// What becomes of it later: one answer is corrected, and the remarks say why.
model::Op correction(std::uint64_t n, const std::string& record, const std::string& actor);

// Lines as a node would have written them, where no node is wanted: about 1 KB each.
std::vector<std::string> lines_of_nobody(std::size_t count);

}  // namespace karvan::bench
