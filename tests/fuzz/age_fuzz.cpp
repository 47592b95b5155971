// A stick or an upload brings any bytes: an age header that parses is the only text of what it says, and a reader gives
// the same answer however its bytes arrive.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "storage/seal/age.h"
#include "storage/seal/age_header.h"

namespace {

using namespace karvan;

constexpr const char* file_key = "0123456789abcdef";
constexpr int work_factor_log2_max = 4;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_header(std::string_view file) {
  const auto header = seal::parse_age_header(file);
  if (!header) return;
  const std::string covered = seal::write_age_covered(header->stanzas);
  check(covered == header->covered);
  check(seal::write_age_header(covered, header->mac) == file.substr(0, header->size));
}

Result<std::string> open_in_two(std::string_view file, std::size_t first) {
  const auto reader = seal::read_with_file_key(file_key);
  TRY(std::string plain, reader->append(file.substr(0, first)));
  TRY(const std::string more, reader->append(file.substr(first)));
  TRY(const std::string last, reader->finish());
  return plain + more + last;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  check_header(file);
  static const seal::AgeIdentity identity = seal::make_age_identity([](std::size_t n) { return std::string(n, 'i'); });
  (void)seal::open_with_identity(file, identity);
  (void)seal::open_with_passphrase(file, "passphrase", work_factor_log2_max);
  const auto whole = seal::open_with_file_key(file, file_key);
  for (const auto at : {file.substr(0, 1), file.substr(size == 0 ? 0 : size - 1)})  // where the bytes themselves say
    check(open_in_two(file, at.empty() ? 0 : static_cast<unsigned char>(at[0]) * size / 256) == whole);
  (void)seal::parse_age_identity(file);
  return 0;
}
