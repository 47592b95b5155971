#include "sync/http/files.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace karvan::http {
namespace {

const std::vector<File> files{{"/", "text/html", "page", false, false},
                              {"/assets/a.1f.js", "text/javascript", "script", true, true}};

Response get(std::string path, std::string method = "GET") {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  return serve_file(files, "default-src 'none'", request);
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST(ServeFile, Page_IsAskedForAnewEachTime) { EXPECT_EQ(header(get("/"), "Cache-Control"), "no-cache"); }
TEST(ServeFile, PlaceWithinThePage_IsThePage) { EXPECT_EQ(get("/cash/shift").body, "page"); }
TEST(ServeFile, HashedFile_IsKeptByTheBrowser) {
  auto response = get("/assets/a.1f.js");
  EXPECT_EQ(response.body, "script");
  EXPECT_EQ(header(response, "Content-Encoding"), "gzip");
  EXPECT_NE(header(response, "Cache-Control").find("immutable"), std::string::npos);
}
TEST(ServeFile, EveryAnswer_BearsThePolicy) {
  EXPECT_EQ(header(get("/"), "Content-Security-Policy"), "default-src 'none'");
}
TEST(ServeFile, UnknownFile_Is404) { EXPECT_EQ(get("/favicon.ico").status, 404); }
TEST(ServeFile, Post_Is405) { EXPECT_EQ(get("/", "POST").status, 405); }

}  // namespace
}  // namespace karvan::http
