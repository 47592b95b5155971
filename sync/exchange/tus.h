#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "sync/exchange/upload.h"

// The centre's side of tus 1.0: what a request under `files_path` asks for, from its method, path and headers alone.
namespace karvan::exchange {

using Headers = std::map<std::string, std::string>;  // names in lower case

enum class TusVerb { about, create, ask, append };  // OPTIONS, POST, HEAD, PATCH

struct TusRequest {
  TusVerb verb = TusVerb::about;
  std::string hash;          // of create, ask and append, as the other side wrote it: it is still to be checked
  std::uint64_t size = 0;    // of create; 0 where it was not told
  std::uint64_t offset = 0;  // of append
  bool operator==(const TusRequest&) const = default;
};

// What the request got wrong, with tus' own status where it has one: 405 another method, 412 another tus, 415 another
// body, 400 no offset.
struct TusRefusal {
  Error error;
  int status = 400;
};

bool is_upload(std::string_view path);
// `path` is_upload.
tl::expected<TusRequest, TusRefusal> parse_tus(std::string_view method, std::string_view path, const Headers& headers);

// A header of decimal digits and nothing else.
std::optional<std::uint64_t> number_of(const Headers& headers, const std::string& name);

}  // namespace karvan::exchange
