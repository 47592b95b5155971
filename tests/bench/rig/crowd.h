#pragma once
#include <cstdint>
#include <string>

namespace karvan::bench {

// A citizen's name and their father's, as some desk typed them in one script, and as another desk would in another one.
struct Citizen {
  std::string name, father;
  std::string name_elsewhere, father_elsewhere;
};

// The n-th of a crowd from Punjab and Azerbaijan, with the skew of names there (every third man is a Muhammad) and as
// many rare names as a million people have; the same for the same n.
Citizen citizen(std::uint64_t n);

// `text` with one letter of one word left out, doubled, swapped with the next or typed wrong, as `n` decides. Words of
// fewer than four letters stay as they are.
std::string mistyped(const std::string& text, std::uint64_t n);

}  // namespace karvan::bench
