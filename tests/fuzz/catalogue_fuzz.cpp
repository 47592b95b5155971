// A published service and its manifest: signed by the centre, but read by programs older and newer than what wrote
// them. What reads must be written and read again as the same, and a catalogue over it lists what the service says.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "storage/model/json.h"
#include "sync/catalogue/catalogue.h"

namespace {

using namespace karvan;

// Lists say of a service what it says itself.
void check(const catalogue::Catalogue& catalogue, const catalogue::Listed& listed) {
  const auto* service = catalogue.version(listed.id, listed.version);
  if (!service) return;
  const bool same = service->title == listed.title && service->institution.id == listed.institution.id &&
                    service->numbering == listed.numbering;
  if (!same || listed.fee.has_value() != catalogue::is_fixed(service->fees)) std::abort();
}

void open_all(std::string_view text, const catalogue::Manifest& manifest) {
  auto source = [&](const std::string&) -> Result<std::string> { return std::string(text); };
  auto digest = [&](std::string_view) { return manifest.services.begin()->second.versions.front().version; };
  if (manifest.services.empty() || manifest.services.begin()->second.versions.empty()) return;
  auto opened = catalogue::Catalogue::open(text, source, digest);
  if (!opened) return;
  for (const char* day : {"", "2026-11-22", "9999-12-31"})
    for (const auto* listed : opened->current(day)) check(*opened, *listed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto manifest = catalogue::read_manifest(text)) {
    auto again = catalogue::read_manifest(catalogue::write(*manifest));
    if (!again || *again != *manifest) std::abort();
    open_all(text, *manifest);
  }
  if (auto service = catalogue::load_service(text, "v1")) {
    const auto written = json::write(catalogue::write(*service));
    auto again = catalogue::load_service(written, "v1");
    if (!again || json::write(catalogue::write(*again)) != written) std::abort();
  }
  return 0;
}
