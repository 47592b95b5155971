#include "hardware/drivers/virtual/pictures.h"

#include <gtest/gtest.h>

#include <cstdio>  // jpeglib.h needs it before itself

#include <jpeglib.h>

namespace karvan::drivers::virtuals {
namespace {

const Person ayesha = person_of(1, 0), bilal = person_of(2, 0);

struct Read {
  unsigned width = 0, height = 0;
  int channels = 0, dpi = 0;
  std::size_t lines = 0;
};

// By libjpeg itself; a damaged file is its warnings, or the end of the test.
Read read_jpeg(const std::string& file) {
  jpeg_decompress_struct info = {};
  jpeg_error_mgr errors = {};
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&info, TRUE);
  jpeg_start_decompress(&info);
  Read read{info.output_width, info.output_height, info.output_components, info.X_density, 0};
  std::vector<unsigned char> row(std::size_t{info.output_width} * static_cast<std::size_t>(info.output_components));
  auto* at = row.data();
  while (info.output_scanline < info.output_height) read.lines += jpeg_read_scanlines(&info, &at, 1);
  jpeg_finish_decompress(&info);
  EXPECT_EQ(errors.num_warnings, 0);
  jpeg_destroy_decompress(&info);
  return read;
}

TEST(Picture, Paper_IsAWholeA4Jpeg) {
  const auto file = to_jpeg(paper_of(ayesha, 1, 150), 70, 150);
  const auto read = read_jpeg(file);
  EXPECT_EQ(read.width, 1240u);
  EXPECT_EQ(read.height, 1753u);
  EXPECT_EQ(read.lines, read.height);
  EXPECT_EQ(read.channels, 1);
  EXPECT_EQ(read.dpi, 150);
}

TEST(Picture, Face_IsInColour) { EXPECT_EQ(read_jpeg(to_jpeg(face_of(ayesha, 240, 320), 85)).channels, 3); }

TEST(Picture, SamePerson_LooksTheSame) {
  EXPECT_EQ(to_jpeg(finger_of(ayesha, "right_thumb"), 85), to_jpeg(finger_of(ayesha, "right_thumb"), 85));
  EXPECT_NE(to_jpeg(finger_of(ayesha, "right_thumb"), 85), to_jpeg(finger_of(ayesha, "left_thumb"), 85));
  EXPECT_NE(to_jpeg(finger_of(ayesha, "right_thumb"), 85), to_jpeg(finger_of(bilal, "right_thumb"), 85));
  EXPECT_NE(to_jpeg(face_of(ayesha, 240, 320), 85), to_jpeg(face_of(bilal, 240, 320), 85));
  EXPECT_NE(to_jpeg(paper_of(ayesha, 1, 75), 85), to_jpeg(paper_of(ayesha, 2, 75), 85));
}

TEST(Picture, Grain_MakesTheFileLarger) {
  auto noisy = paper_of(ayesha, 1, 75);
  noisy.grain(1, 40);
  EXPECT_GT(to_jpeg(noisy, 90).size(), 2 * to_jpeg(paper_of(ayesha, 1, 75), 90).size());
}

TEST(Picture, Pdf_HasItsPages) {
  const auto canvas = paper_of(ayesha, 1, 75);
  const auto jpeg = to_jpeg(canvas, 70, 75);
  const auto pdf = to_pdf({{jpeg, canvas.width(), canvas.height()}, {jpeg, canvas.width(), canvas.height()}}, 75);
  EXPECT_TRUE(pdf.starts_with("%PDF-1.4"));
  EXPECT_TRUE(pdf.ends_with("%%EOF\n"));
  EXPECT_NE(pdf.find("/Count 2"), std::string::npos);
  const auto first = pdf.find(jpeg);
  ASSERT_NE(first, std::string::npos);
  EXPECT_NE(pdf.find(jpeg, first + jpeg.size()), std::string::npos);
  const auto table = pdf.substr(0, pdf.rfind("\n%%EOF"));
  EXPECT_EQ(pdf.compare(std::stoul(table.substr(table.rfind('\n') + 1)), 4, "xref"), 0);
}

}  // namespace
}  // namespace karvan::drivers::virtuals
