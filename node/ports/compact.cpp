#include "node/ports/compact.h"

#include <filesystem>

#include "node/ports/box.h"

namespace karvan::ports {
namespace {

double mib(std::uintmax_t bytes) { return static_cast<double>(bytes / (1 << 18)) / 4; }

}  // namespace

Result<void> compact_box(const std::string& folder, const Opener& opener, std::uint64_t memory_bytes,
                         std::ostream& out) {
  TRY(auto box, Box::open(folder, opener, Box::Damage::is_told));
  std::error_code unknown;
  const auto before = std::filesystem::file_size(store_path(folder), unknown);
  TRY_VOID(box.store().compact(memory_bytes));
  const auto after = std::filesystem::file_size(store_path(folder), unknown);
  out << "The database had " << mib(before) << " MiB and has " << mib(after) << " MiB." << std::endl;
  return {};
}

}  // namespace karvan::ports
