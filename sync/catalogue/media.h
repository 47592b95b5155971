#pragma once
#include <cstddef>
#include <string_view>

// Images and sounds that a form's questions show: content-addressed documents beside the services, kind "media" in the
// reference feed, named by the SHA-256 of their bytes.
namespace karvan::catalogue {

// What the bytes are: image/png, image/jpeg, image/webp, audio/mpeg, audio/ogg; empty for all else, which is not
// published.
std::string_view media_type(std::string_view bytes);

inline constexpr std::size_t media_bytes_max = 64 << 10;
inline constexpr std::size_t media_in_service_max = 500;

}  // namespace karvan::catalogue
