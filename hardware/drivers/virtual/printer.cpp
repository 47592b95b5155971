#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "hardware/drivers/virtual/device.h"

namespace karvan::drivers::virtuals {
namespace {

using line::FaultKind;
constexpr std::int64_t page_ms_usual = 50;

// Writes each document to a folder.
class Printer final : public Device {
  using Device::Device;
  std::string_view verb() const override { return "print"; }

  Result work(Sitting& s) override {
    if (auto fault = s.trouble()) return tl::unexpected(*fault);
    if (s.script().next == "crash") _exit(3);
    s.progress("printing");
    if (s.script().next == "vanish") return fault(FaultKind::outcome_unknown, "printer_vanished");
    if (!s.rest(s.script().page_ms.value_or(page_ms_usual))) return fault(FaultKind::transient, "deadline_passed");
    return write(s.text("folder"), s.payload());
  }

  // The file appears whole or not at all: it is written beside and renamed.
  static Result write(const std::filesystem::path& folder, const std::string& document) {
    static std::atomic<std::uint64_t> sheets = 0;
    const auto sheet = folder / (std::to_string(++sheets) + "-" + std::to_string(getpid()) + ".pdf");
    const auto half = sheet.string() + ".part";
    std::ofstream file(half, std::ios::binary);
    file << document << std::flush;
    std::error_code error;
    if (file) std::filesystem::rename(half, sheet, error);
    if (!file || error) return fault(FaultKind::operator_can_fix, "folder_missing", folder);
    return boost::json::object{{"outcome", "printed"}};
  }
};

}  // namespace

std::unique_ptr<Device> make_printer(Port& port, line::Device told, const boost::json::object& args) {
  return std::make_unique<Printer>(port, std::move(told), args);
}

}  // namespace karvan::drivers::virtuals
