#pragma once
#include <string>

#include "storage/model/error.h"

namespace karvan::central {

// What the operating system gives a program that sees to its own safety.
std::int64_t wall_ms();   // since 1970 UTC
void harden_process();    // no core dump, no debugger of the same user (P13)
void hold_end_signals();  // SIGINT, SIGTERM, SIGHUP wait for `wait_for_end`; before the first thread
void wait_for_end();

// Lets others work for a moment; false once `until_ms` (of wall_ms) is past.
bool wait_a_little(std::int64_t until_ms);

// The passphrase: the first line of file descriptor `fd`; with -1 of standard input, without an echo where a person
// types it. Never from the command line, which every user of the machine can read. key_missing where there is none.
Result<std::string> read_passphrase(int fd);

// One sentence, in English, that says what to do.
std::string advice(const Error& error);

}  // namespace karvan::central
