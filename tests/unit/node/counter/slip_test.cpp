#include "node/counter/slip.h"

#include <gtest/gtest.h>

namespace karvan::counter {
namespace {

Slip receipt() {
  Slip s;
  s.kind = "receipt";
  s.paper = Paper::a5;
  s.language = "ur";
  s.title = "رسید";
  s.number = "R-7001";
  s.rows = {{"شناختی کارڈ", "35202-1234567-1", true, false}, {"فیس", "200 روپے", false, true}};
  s.qr = "KV:1";
  s.footer = {"one", "two"};
  return s;
}

TEST(Slip, WrittenAndRead_IsTheSame) {
  auto back = parse_slip(write_slip(receipt()));
  ASSERT_TRUE(back) << describe(back.error());
  EXPECT_EQ(*back, receipt());
}

TEST(Slip, WithoutTitle_IsRefusedByName) {
  auto bad = parse_slip(R"({"kind":"receipt"})");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Code::field_missing);
  EXPECT_EQ(bad.error().where, "title");
}

TEST(Slip, RowsOfAnotherType_AreRefused) {
  EXPECT_EQ(parse_slip(R"({"kind":"r","title":"t","rows":[3]})").error().code, Code::field_wrong_type);
}

TEST(Slip, UnknownPaper_IsRefused) { EXPECT_FALSE(parse_slip(R"({"kind":"r","title":"t","paper":"a3"})")); }

TEST(Slip, RowsBeyondTheBound_AreRefused) {
  Slip s = receipt();
  s.rows.assign(slip_rows_max + 1, {"a", "b", false, false});
  EXPECT_EQ(parse_slip(write_slip(s)).error().code, Code::body_too_large);
}

TEST(Slip, QrBeyondTheBound_IsRefused) {
  Slip s = receipt();
  s.qr.assign(slip_qr_bytes_max + 1, 'q');
  EXPECT_EQ(parse_slip(write_slip(s)).error().code, Code::body_too_large);
}

}  // namespace
}  // namespace karvan::counter
