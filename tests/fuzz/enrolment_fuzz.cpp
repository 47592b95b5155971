// Enrolment speaks over TLS that nobody has verified yet: any bytes as its request, its answer and its code.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/trust/enrolment.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto request = trust::parse_enrolment_request(text)) {
    auto again = trust::parse_enrolment_request(trust::write(*request));
    if (!again || *again != *request) std::abort();
  }
  if (auto answer = trust::parse_enrolment_answer(text)) {
    auto again = trust::parse_enrolment_answer(trust::write(*answer));
    if (!again || *again != *answer) std::abort();
  }
  (void)trust::parse_enrolment_code(text);
  return 0;
}
