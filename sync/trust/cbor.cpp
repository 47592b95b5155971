#include "sync/trust/cbor.h"

#include <cbor.h>

#include <algorithm>
#include <array>
#include <limits>

namespace karvan::trust {
namespace {

constexpr std::size_t head_bytes_max = 9;
constexpr std::size_t skipped_max = 1'000;  // heads of what is passed over

template <class Encode>
void put(std::string& out, Encode&& encode) {
  std::array<unsigned char, head_bytes_max> head{};
  const auto size = encode(head.data(), head.size());
  out.append(reinterpret_cast<const char*>(head.data()), size);
}

enum class Kind { none, positive, negative, bytes, text, array, map, tag, boolean, other };

tl::unexpected<Error> malformed() { return fail(Code::malformed, {}, "cbor"); }

}  // namespace

CborWriter& CborWriter::integer(std::int64_t value) {
  put(out_, [&](auto* at, auto room) {
    return value < 0 ? cbor_encode_negint(static_cast<std::uint64_t>(-(value + 1)), at, room)
                     : cbor_encode_uint(static_cast<std::uint64_t>(value), at, room);
  });
  return *this;
}
CborWriter& CborWriter::bytes(std::string_view value) {
  put(out_, [&](auto* at, auto room) { return cbor_encode_bytestring_start(value.size(), at, room); });
  out_ += value;
  return *this;
}
CborWriter& CborWriter::text(std::string_view value) {
  put(out_, [&](auto* at, auto room) { return cbor_encode_string_start(value.size(), at, room); });
  out_ += value;
  return *this;
}
CborWriter& CborWriter::boolean(bool value) {
  put(out_, [&](auto* at, auto room) { return cbor_encode_bool(value, at, room); });
  return *this;
}
CborWriter& CborWriter::array(std::size_t parts) {
  put(out_, [&](auto* at, auto room) { return cbor_encode_array_start(parts, at, room); });
  return *this;
}
CborWriter& CborWriter::map(std::size_t pairs) {
  put(out_, [&](auto* at, auto room) { return cbor_encode_map_start(pairs, at, room); });
  return *this;
}
CborWriter& CborWriter::tag(std::uint64_t number) {
  put(out_, [&](auto* at, auto room) { return cbor_encode_tag(number, at, room); });
  return *this;
}
CborWriter& CborWriter::encoded(std::string_view bytes) {
  out_ += bytes;
  return *this;
}

struct CborReader::Head {
  Kind kind = Kind::none;
  std::uint64_t value = 0;  // of a number, a tag or a bool; how many parts of an array or pairs of a map
  std::string_view content;

  void set(Kind found, std::uint64_t number) {
    kind = found;
    value = number;
  }
};

Result<CborReader::Head> CborReader::next() {
  Head head;
  auto callbacks = cbor_empty_callbacks;
#define KARVAN_ON(member, type, found) \
  callbacks.member = [](void* to, type value) { static_cast<Head*>(to)->set(found, value); }
  KARVAN_ON(uint8, std::uint8_t, Kind::positive);
  KARVAN_ON(uint16, std::uint16_t, Kind::positive);
  KARVAN_ON(uint32, std::uint32_t, Kind::positive);
  KARVAN_ON(uint64, std::uint64_t, Kind::positive);
  KARVAN_ON(negint8, std::uint8_t, Kind::negative);
  KARVAN_ON(negint16, std::uint16_t, Kind::negative);
  KARVAN_ON(negint32, std::uint32_t, Kind::negative);
  KARVAN_ON(negint64, std::uint64_t, Kind::negative);
  KARVAN_ON(array_start, std::size_t, Kind::array);
  KARVAN_ON(map_start, std::size_t, Kind::map);
  KARVAN_ON(tag, std::uint64_t, Kind::tag);
  KARVAN_ON(boolean, bool, Kind::boolean);
#undef KARVAN_ON
  callbacks.byte_string = [](void* to, cbor_data at, std::size_t size) {
    *static_cast<Head*>(to) = {Kind::bytes, 0, {reinterpret_cast<const char*>(at), size}};
  };
  callbacks.string = [](void* to, cbor_data at, std::size_t size) {
    *static_cast<Head*>(to) = {Kind::text, 0, {reinterpret_cast<const char*>(at), size}};
  };
  callbacks.null = [](void* to) { static_cast<Head*>(to)->set(Kind::other, 0); };
  callbacks.float8 = [](void* to, double) { static_cast<Head*>(to)->set(Kind::other, 0); };
  callbacks.float4 = callbacks.float2 = [](void* to, float) { static_cast<Head*>(to)->set(Kind::other, 0); };
  const auto done = cbor_stream_decode(reinterpret_cast<cbor_data>(rest_.data()), rest_.size(), &callbacks, &head);
  if (done.status != CBOR_DECODER_FINISHED || head.kind == Kind::none) return malformed();
  rest_.remove_prefix(done.read);
  return head;
}

Result<std::int64_t> CborReader::integer() {
  TRY(auto head, next());
  if (head.kind != Kind::positive && head.kind != Kind::negative) return malformed();
  if (head.value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return malformed();
  const auto value = static_cast<std::int64_t>(head.value);
  return head.kind == Kind::positive ? value : -1 - value;
}
Result<std::string> CborReader::bytes() {
  TRY(auto head, next());
  if (head.kind != Kind::bytes) return malformed();
  return std::string(head.content);
}
Result<std::string> CborReader::text() {
  TRY(auto head, next());
  if (head.kind != Kind::text) return malformed();
  return std::string(head.content);
}
Result<bool> CborReader::boolean() {
  TRY(auto head, next());
  if (head.kind != Kind::boolean) return malformed();
  return head.value != 0;
}
Result<std::size_t> CborReader::array() {
  TRY(auto head, next());
  if (head.kind != Kind::array) return malformed();
  return head.value;
}
Result<std::size_t> CborReader::map() {
  TRY(auto head, next());
  if (head.kind != Kind::map) return malformed();
  return head.value;
}
// libcbor 0.8 knows no tag between 6 and 20, COSE's among them.
Result<void> CborReader::tag(std::uint64_t number) {
  const auto head = CborWriter().tag(number).take();
  if (!rest_.starts_with(head)) return malformed();
  rest_.remove_prefix(head.size());
  return {};
}

Result<void> CborReader::skip() {
  std::size_t seen = 0;
  for (std::uint64_t left = 1; left > 0; --left) {
    TRY(auto head, next());
    const std::uint64_t parts = head.kind == Kind::array ? head.value
                                : head.kind == Kind::map ? 2 * std::min<std::uint64_t>(head.value, skipped_max)
                                : head.kind == Kind::tag ? 1
                                                         : 0;
    if (++seen > skipped_max || parts > 2 * skipped_max) return malformed();
    left += parts;
  }
  return {};
}

Result<void> CborReader::end() const {
  if (!rest_.empty()) return malformed();
  return {};
}

}  // namespace karvan::trust
