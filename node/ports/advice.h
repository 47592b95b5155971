#pragma once
#include <string>

#include "storage/model/error.h"

namespace karvan::ports {

// One line for whoever typed the command: what is wrong and what to do, in English; the page has its own words in each
// language. A code without words of its own here is given as describe(error).
std::string advice(const Error& error);

// sysexits(3)-like: 2 what was typed, 3 a key, 4 damage, 5 the world outside (link, disk, port), 6 done in part, 1 all
// else.
int exit_code(const Error& error);

}  // namespace karvan::ports
