#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/line/message.h"

// Framing of hardware/PROTOCOL.md: a line of JSON, and after a line with "bytes":N exactly N raw bytes.
namespace karvan::line {

inline constexpr std::size_t line_bytes_max = 64 * 1024;         // without the newline
inline constexpr std::size_t raw_bytes_max = 1024 * 1024;        // after one line
inline constexpr std::size_t call_bytes_max = 64 * 1024 * 1024;  // in all lines of one call, each way
inline constexpr std::size_t calls_open_max = 64;                // calls with bytes at one time

// The bytes on the wire. `bytes` must be at most raw_bytes_max and the line at most line_bytes_max: a larger one is
// the caller's bug and throws std::length_error.
std::string encode(const Message& message);

// A call with its whole payload, cut into parts; at most call_bytes_max, or it throws std::length_error.
std::string encode_call(Call call, std::string_view payload);

// Eats a byte stream in any chunks and gives whole messages. It keeps at most one line and its raw bytes. The first
// error is final: a peer that broke the framing once cannot be understood again.
class Decoder {
 public:
  // Messages completed by `chunk`, in order; or a sentence saying what broke the framing.
  tl::expected<std::vector<Message>, std::string> feed(std::string_view chunk);
  // True between two messages: an end of the stream here is clean.
  bool at_rest() const { return line_.empty() && !reading_bytes_; }

 private:
  using Done = tl::expected<void, std::string>;
  Done eat_line(std::string_view& chunk, std::vector<Message>& out);
  Done eat_bytes(std::string_view& chunk, std::vector<Message>& out);
  Done finish_line(std::vector<Message>& out);
  Done finish_message(std::vector<Message>& out);
  Done account(const Message& message);

  std::string line_;
  Message pending_;
  std::size_t bytes_wanted_ = 0;
  bool reading_bytes_ = false;
  std::map<std::uint64_t, std::size_t> call_bytes_;
  std::string broken_;
};

}  // namespace karvan::line
