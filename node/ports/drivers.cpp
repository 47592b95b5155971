#include "node/ports/drivers.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "hardware/hub/config.h"
#include "node/ports/system.h"

namespace karvan::ports {
namespace {

constexpr auto* printer_id = "printer";

Result<std::vector<hub::DriverSpec>> drivers_in(const std::string& file) {
  if (file.empty()) return std::vector<hub::DriverSpec>();
  std::ifstream in(file, std::ios::binary);
  // One byte more than is allowed, so that a longer file is told from one that just fits.
  std::string text(hub::config_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) return fail(Code::io_failed, {}, file + " cannot be read: check its name and rights");
  const auto folder = std::filesystem::absolute(file).parent_path().string();
  auto read = hub::read_config(text, {program_folder(), folder});
  if (!read) return fail(Code::malformed, {}, read.error());
  return std::move(*read);
}

bool has(const hub::DriverSpec& driver, std::string_view id) {
  return std::any_of(driver.devices.begin(), driver.devices.end(), [&](const auto& d) { return d.id == id; });
}

}  // namespace

Result<std::vector<hub::DriverSpec>> drivers_of(const std::string& devices_file, const std::string& printer_uri) {
  TRY(auto drivers, drivers_in(devices_file));
  if (printer_uri.empty()) return drivers;
  if (std::any_of(drivers.begin(), drivers.end(), [](const auto& d) { return has(d, printer_id); })) {
    return fail(Code::malformed, {},
                "--printer: the devices file has a device \"printer\" too; name that one otherwise");
  }
  hub::DeviceSpec printer{printer_id, "printer", "", {{"uri", printer_uri}}};
  // First: it is the printer of every seat that has none of its own.
  drivers.insert(drivers.begin(), {"ipp", {program_folder() + "/karvan-driver-ipp"}, {std::move(printer)}, {}});
  return drivers;
}

}  // namespace karvan::ports
