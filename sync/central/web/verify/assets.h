#pragma once
#include "sync/web/kit/asset.h"

namespace karvan::central_verify {

// The files of the page that checks documents: the page itself ("/verify") first, with KEYS in it where the published
// keys belong (verify/keys.json, as JSON that holds no "<").
std::span<const web_kit::Asset> assets();

}  // namespace karvan::central_verify
