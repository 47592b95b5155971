#pragma once
#include "sync/web/kit/asset.h"

namespace karvan::central_web {

using Asset = web_kit::Asset;

// The centre's staff page's files, the page itself ("/") first.
std::span<const Asset> assets();

}  // namespace karvan::central_web
