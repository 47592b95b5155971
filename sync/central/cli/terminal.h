#pragma once
#include <string>

#include "storage/model/error.h"
#include "storage/seal/key.h"

namespace karvan::central {

// What the operating system gives a program that sees to its own safety.
std::int64_t wall_ms();   // since 1970 UTC
void hold_end_signals();  // SIGINT, SIGTERM, SIGHUP wait for `wait_for_end`; before the first thread
void wait_for_end();

// Lets others work for a moment; false once `until_ms` (of wall_ms) is past.
bool wait_a_little(std::int64_t until_ms);

// The passphrase, in locked memory: the first line of file descriptor `fd`; with -1 the next line of standard input,
// without an echo where a person types it, after `prompt`. Never from the command line, which every user of the machine
// can read. key_missing where there is none.
Result<seal::Key> read_passphrase(int fd, const char* prompt = "Passphrase: ");

// Names an argument of errors that speak of a box's file, and of nothing that the centre keeps.
inline constexpr auto of_a_box = "of_a_box";

// One sentence, in English, that says what to do.
std::string advice(const Error& error);

}  // namespace karvan::central
