#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// In the place of libc's own, in a program that links this: what storage/files asks the system for, so that a disk can
// fail at each single call. Only calls about files under `of` count, by their name or by a descriptor that was opened
// by one; one thread.
namespace karvan::test::system_calls {

enum class Fault {
  none,
  once,      // EIO, and all that follows goes well
  for_good,  // EIO from then on
  full,      // ENOSPC from then on, of what needs room: write, sync
  torn,      // half of a write gets there, and from then on nothing more (EIO), as when the power goes
};

// The nth call from now (1: the next).
void fail(std::string of, std::uint64_t nth, Fault fault);
// Of the calls that make files and folders durable alone.
void fail_sync(std::string of, std::uint64_t nth);
// From now on, what changes the folder `of` is noted where it went well, in its order: "make NAME", "write NAME", "sync
// NAME", "rename NAME NAME", "remove NAME". A file has the name by which it was opened; the folder itself is ".";
// writes of one file that follow each other are one.
void record(std::string of);
// All that since then; nothing is noted any more.
std::vector<std::string> recorded();
// Told after each call that gave a file another name, or took one away, wherever it is; empty: nobody is told.
void watch_names(std::function<void()> told);
// Nothing fails any more. How many calls there were since.
std::uint64_t heal();

}  // namespace karvan::test::system_calls
