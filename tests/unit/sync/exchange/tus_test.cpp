#include "sync/exchange/tus.h"

#include <gtest/gtest.h>

#include "storage/seal/hash.h"

namespace karvan::exchange {
namespace {

const std::string hash(64, 'a');
const std::string file = std::string(files_path) + "/" + hash;

Headers with(Headers headers) {
  headers.emplace("tus-resumable", tus_version);
  return headers;
}

int status_of(std::string_view method, std::string_view path, const Headers& headers) {
  auto asked = parse_tus(method, path, headers);
  return asked ? 0 : asked.error().status;
}

TEST(Tus, WhatANodeSends_IsRead) {
  UploadState state{hash, 5'000};
  for (TusVerb verb : {TusVerb::create, TusVerb::ask, TusVerb::append}) {
    auto step = next_step(state, 1'000);
    Headers headers;
    for (const auto& [name, value] : step.headers) {
      std::string low = name;
      for (char& c : low) c = static_cast<char>(std::tolower(c));
      headers[low] = value;
    }
    auto asked = parse_tus(step.method, step.path, headers);
    ASSERT_TRUE(asked) << step.method;
    EXPECT_EQ(asked->verb, verb);
    EXPECT_EQ(asked->hash, hash);
    EXPECT_EQ(asked->size, verb == TusVerb::create ? 5'000u : 0u);
    EXPECT_EQ(asked->offset, step.offset);
    if (verb == TusVerb::create) state.created = true;
    if (verb == TusVerb::ask) state.asked = true, state.offset = 700;
  }
}

TEST(Tus, MetadataOfManyPairs_GivesTheHash) {
  const auto pair = "hash " + seal::to_base64(hash);
  for (const auto& text : {pair, "name eA==, " + pair, pair + ",hash2 eA==", "empty ," + pair}) {
    auto asked = parse_tus("POST", files_path, with({{"upload-metadata", text}, {"upload-length", "7"}}));
    ASSERT_TRUE(asked) << text;
    EXPECT_EQ(asked->hash, hash) << text;
  }
  EXPECT_EQ(parse_tus("POST", files_path, with({{"upload-metadata", "hash !"}}))->hash, "");
}

TEST(Tus, WhatIsWrong_HasTusOwnStatus) {
  EXPECT_EQ(status_of("PATCH", file, {}), 412);
  EXPECT_EQ(status_of("PUT", files_path, with({})), 405);
  EXPECT_EQ(status_of("DELETE", file, with({})), 405);
  EXPECT_EQ(status_of("PATCH", file, with({{"upload-offset", "0"}})), 415);
  Headers sound = with({{"content-type", std::string(piece_media)}});
  for (const char* offset : {"", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616"}) {
    sound["upload-offset"] = offset;
    EXPECT_EQ(status_of("PATCH", file, sound), 400) << offset;
  }
  sound["upload-offset"] = "18446744073709551615";
  EXPECT_EQ(status_of("PATCH", file, sound), 0);
}

TEST(Tus, APathBesideIt_IsNoUpload) {
  EXPECT_TRUE(is_upload(files_path));
  EXPECT_TRUE(is_upload(file));
  EXPECT_FALSE(is_upload(std::string(files_path) + "x"));
  EXPECT_FALSE(is_upload("/sync/v1/exchange"));
}

}  // namespace
}  // namespace karvan::exchange
