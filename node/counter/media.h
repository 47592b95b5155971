#pragma once
#include <string_view>

// Files that answer a question: what they may be.
namespace karvan::counter {

inline constexpr std::string_view media_jpeg = "image/jpeg";
inline constexpr std::string_view media_png = "image/png";
inline constexpr std::string_view media_pdf = "application/pdf";

// By its first bytes, never by what somebody says of it; empty: none of the three.
constexpr std::string_view media_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return media_jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return media_png;
  if (bytes.starts_with("%PDF-")) return media_pdf;
  return {};
}

// The card's field that a portrait has: its bytes are a file.
inline constexpr std::string_view card_portrait = "portrait";

}  // namespace karvan::counter
