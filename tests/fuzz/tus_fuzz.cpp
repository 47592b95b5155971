// What a box, or anybody with a certificate, sends as headers of an upload: method and path on the first line, then
// headers. Nothing of it crashes the reader, and an upload is what its own writer would have asked for.
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/exchange/tus.h"

namespace {

using namespace karvan::exchange;

std::string_view line_of(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto first = line_of(text);
  const auto blank = std::min(first.find(' '), first.size());
  const auto path = first.substr(std::min(blank + 1, first.size()));
  Headers headers;
  while (!text.empty()) {
    const auto line = line_of(text);
    const auto colon = std::min(line.find(':'), line.size());
    headers.emplace(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
  }
  if (!is_upload(path)) return 0;
  const auto asked = parse_tus(first.substr(0, blank), path, headers);
  if (!asked) {
    if (asked.error().status < 400 || asked.error().status > 499) std::abort();
    return 0;
  }
  if (asked->verb == TusVerb::append && number_of(headers, "upload-offset") != asked->offset) std::abort();
  if (asked->verb == TusVerb::ask && path.substr(files_path.size() + 1) != asked->hash) std::abort();
  // What the same headers mean as an answer: to a node that has yet to make the file, to ask, to send its first piece.
  UploadState state{asked->hash, asked->size + asked->offset, asked->verb != TusVerb::create,
                    asked->verb != TusVerb::ask};
  for (int status : {200, 201, 204, 404, 409, 410, 460})
    if (auto after_it = after(state, next_step(state, 1 << 16), status, headers);
        after_it && after_it->offset > state.size)
      std::abort();
  return 0;
}
