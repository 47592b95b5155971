#include "storage/model/json_text.h"

#include <algorithm>
#include <boost/json.hpp>

namespace karvan::json {

void append(std::string& out, std::string_view text) {
  constexpr unsigned char first_printable = 0x20;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= first_printable && c != '"' && c != '\\';
  });
  if (!plain) {
    out += boost::json::serialize(boost::json::string_view(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

}  // namespace karvan::json
