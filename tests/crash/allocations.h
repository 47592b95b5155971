#pragma once
#include <cstdint>

// The engine's memory, of the whole program: counted, and refused when told to. One thread.
namespace karvan::crash::allocations {

// The nth request from now (1: the next) and `times` in all are refused.
void fail(std::uint64_t nth, std::uint64_t times);
void heal();
std::uint64_t count();

}  // namespace karvan::crash::allocations
