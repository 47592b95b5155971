#pragma once
#include "sync/web/kit/asset.h"

namespace karvan::node_web {

using Asset = web_kit::Asset;

// The staff page's files, the page itself ("/") first.
std::span<const Asset> assets();

}  // namespace karvan::node_web
