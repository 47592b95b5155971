#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "storage/model/plain_line.h"
#include "storage/model/record.h"

// What is read must be written and read again as the same, and must fold; whose front was read at once it is what it is
// member by member, as a line with a blank before it is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan::model;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (read_front(text)) {
    const auto op = parse_op(text), again = parse_op(" " + std::string(text));
    const auto said = [](const auto& read) { return !read ? "" : read->unknown_act ? "unknown" : write_op(*read); };
    if (said(op) != said(again)) std::abort();
  }
  if (auto op = parse_op(text)) {
    auto again = parse_op(write_op(*op));
    if (!op->unknown_act && (!again || write_op(*again) != write_op(*op))) std::abort();
    Record record = apply({}, *op, {});
    if (!parse_record(write_record(record))) std::abort();
  }
  if (auto verdict = parse_verdict(text); verdict && parse_verdict(write_verdict(*verdict)) != *verdict) std::abort();
  if (auto record = parse_record(text); record && parse_record(write_record(*record)) != *record) std::abort();
  return 0;
}
