#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "sync/central/api/house.h"
#include "sync/central/api/views.h"
#include "sync/http/server.h"
#include "sync/web/kit/asset.h"

namespace karvan::central {

// What anyone may ask about a document, without signing in (openapi.yaml):
//   /verify                             the page that checks a document's code, with the published keys in it
//   /verify/keys.json, keys.note        the keys alone; and as a note that the centre has signed
//   /api/v1/verify/{kind}/{number}      how a number stands here; never who bears it
// One thread. `house` and the assets outlive it.
class Verify {
 public:
  Verify(const House& house, std::span<const web_kit::Asset> assets) : house_(house), assets_(assets) {}
  // unknown_route, method_not_allowed, field_wrong_type (a number that is none), busy (asked too often).
  Result<http::Response> answer(Views& views, const http::Request& request);

 private:
  Result<http::Response> page(Views& views, const std::string& path);
  Result<http::Response> standing(Views& views, std::string_view kind, std::string_view number);
  bool may_ask();

  const House& house_;
  std::span<const web_kit::Asset> assets_;
  double asks_left_ = asks_at_once_max;
  std::int64_t asked_ms_ = 0;

  static constexpr double asks_at_once_max = 60;
  static constexpr double asks_a_second_max = 20;
};

// {"keys":[{"kid","crv","x","revoked"}]}, by node; a box that was replaced leaves its key behind under the same name.
Result<std::string> published_keys(Files& files);

}  // namespace karvan::central
