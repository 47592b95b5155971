#pragma once
#include <sys/types.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "storage/model/error.h"

// Programs of the same build, as a bench starts them. A bench that cannot go on throws std::runtime_error.
namespace karvan::bench {

template <class T>
T must(Result<T> done) {
  if (!done) throw std::runtime_error(describe(done.error()));
  return std::move(*done);
}
inline void must(const Result<void>& done) {
  if (!done) throw std::runtime_error(describe(done.error()));
}

// A program of this build's bin/ that runs beside the bench; its standard error is kept for `await`. `secret` is
// what it reads from file descriptor 3. Ended, by SIGTERM, with the object, and with the bench however that ends.
class Program {
 public:
  Program(const std::string& name, std::vector<std::string> args, const std::string& secret);
  ~Program();
  Program(const Program&) = delete;

  // What follows `word` in what the program says on standard error, up to the end of the line.
  std::string await(const std::string& word, int seconds_max);
  // The most memory that it has held, and what its threads have used of the processors.
  long peak_rss_mib() const;
  double cpu_s() const;

 private:
  pid_t pid_ = -1;
  int said_fd_ = -1;
  std::string said_;
};

// Runs a program to its end and gives what it printed.
std::string run(const std::string& name, std::vector<std::string> args, const std::string& secret);

}  // namespace karvan::bench
