#pragma once
#include <string>
#include <vector>

#include "hardware/hub/hub.h"
#include "storage/model/error.h"

namespace karvan::ports {

// The drivers that `serve` is told of: those of a devices file (hardware/hub/config.h; empty: none), and one for the
// printer at an IPP URI (empty: none), whose device is "printer". malformed with a sentence, or io_failed.
Result<std::vector<hub::DriverSpec>> drivers_of(const std::string& devices_file, const std::string& printer_uri);

}  // namespace karvan::ports
