#include "sync/catalogue/media.h"

namespace karvan::catalogue {

namespace {

using namespace std::string_view_literals;

bool at(std::string_view bytes, std::size_t offset, std::string_view mark) {
  return bytes.size() >= offset + mark.size() && bytes.substr(offset, mark.size()) == mark;
}

// The two first bytes of an MPEG audio frame of layer III: eleven set bits, version, layer.
bool is_mpeg_frame(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const auto first = static_cast<unsigned char>(bytes[0]), second = static_cast<unsigned char>(bytes[1]);
  return first == 0xFF && (second & 0xE0) == 0xE0 && (second & 0x06) == 0x02;
}

}  // namespace

std::string_view media_type(std::string_view bytes) {
  if (at(bytes, 0, "\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (at(bytes, 0, "\xff\xd8\xff"sv)) return "image/jpeg";
  if (at(bytes, 0, "RIFF"sv) && at(bytes, 8, "WEBP"sv)) return "image/webp";
  if (at(bytes, 0, "OggS"sv)) return "audio/ogg";
  if (at(bytes, 0, "ID3"sv) || is_mpeg_frame(bytes)) return "audio/mpeg";
  return {};
}

}  // namespace karvan::catalogue
