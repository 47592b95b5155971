#pragma once
#include <string>

#include "storage/model/error.h"

namespace karvan::ports {

// One line for whoever typed the command: what is wrong and what to do, in English; the page has its own words in each
// language. A code without words of its own here is given as describe(error).
std::string advice(const Error& error);

// Of a change of the vault that is done, though the vault of before still lies on the disk (vault::Saved): one line.
std::string told_left(const Error& why);

// Of a start that waits for room on the disk.
std::string told_waiting(const Error& full);

// sysexits(3)-like: 2 what was typed, 3 a key, 4 damage, 5 the world outside (link, disk, port), 6 done in part, 1 all
// else.
int exit_code(const Error& error);

}  // namespace karvan::ports
