#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

// CBOR (RFC 8949) as a credential needs it, over libcbor's encoder and its decoder that allocates nothing. Writing is
// deterministic (section 4.2) where the caller writes a map's keys in order; reading takes definite lengths only.
namespace karvan::trust {

class CborWriter {
 public:
  CborWriter& integer(std::int64_t value);
  CborWriter& bytes(std::string_view value);
  CborWriter& text(std::string_view value);
  CborWriter& boolean(bool value);
  CborWriter& array(std::size_t parts);
  CborWriter& map(std::size_t pairs);
  CborWriter& encoded(std::string_view bytes);  // CBOR already
  CborWriter& tag(std::uint64_t number);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads one head after another; the view must outlive it. Everything that is not what was asked for is
// Code::malformed.
class CborReader {
 public:
  explicit CborReader(std::string_view bytes) : rest_(bytes) {}
  Result<std::int64_t> integer();
  Result<std::string> bytes();
  Result<std::string> text();
  Result<bool> boolean();
  Result<std::size_t> array();
  Result<std::size_t> map();
  Result<void> tag(std::uint64_t number);
  // Whatever comes next, with all that is in it.
  Result<void> skip();
  Result<void> end() const;  // nothing is left

 private:
  struct Head;
  Result<Head> next();
  std::string_view rest_;
};

}  // namespace karvan::trust
