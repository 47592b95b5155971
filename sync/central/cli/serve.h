#pragma once
#include <span>
#include <string>
#include <vector>

#include "sync/central/api/house.h"
#include "sync/web/kit/asset.h"

namespace karvan::central {

struct ServeOptions {
  std::string sync = "127.0.0.1:9443";
  std::string page = "127.0.0.1:9080";
  std::vector<std::string> hosts;  // further names or addresses that nodes know the centre by
  std::string witness;             // file that notices a restore (witness.h); empty: beside the folder, where it can be
};

// The files of the staff's page and of the page that checks documents.
struct Pages {
  std::span<const web_kit::Asset> staff, verify;
};

// Serves until a signal ends it. malformed for an address that is no HOST:PORT; io_failed where one is taken; the page
// is refused an address that is not loopback, since it is plain HTTP.
Result<void> serve(const House& house, const ServeOptions& options, const Pages& pages);

}  // namespace karvan::central
