// Any bytes as a sheet: it is refused with faults or compiled, and what is compiled loads again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sync/central/author/compile.h"

using namespace karvan;
using namespace karvan::central::author;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string sheet(reinterpret_cast<const char*>(data), size);
  Files files = {{"institutions.toml", "[[institution]]\nid = \"i\"\ntitle = { en = \"I\" }\n"},
                 {"s/service.toml", "title = { en = \"S\" }\ninstitution = \"i\"\n"},
                 {"s/survey.csv", std::move(sheet)}};
  auto compiled = compile(files);
  if (!compiled) {
    if (compiled.error().empty() || compiled.error().size() > faults_max) std::abort();
    return 0;
  }
  const auto& service = compiled->services.at(0);
  if (!catalogue::load_service(service.bytes, service.version)) std::abort();
  return 0;
}
