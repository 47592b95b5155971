// Canvas as the files that devices deliver: JPEG by libjpeg, PDF around JPEGs (ISO 32000-1: 7.4.8, 8.9.5).
#include <unistd.h>

#include <cstdio>  // jpeglib.h needs it before itself

#include <fmt/format.h>
#include <jpeglib.h>

#include <cstdlib>

#include "hardware/drivers/virtual/canvas.h"

namespace karvan::drivers::virtuals {
namespace {

constexpr double points_an_inch = 72;

// libjpeg must not return from here. What a hub does about a driver that ends is known.
void give_up(j_common_ptr info) {
  (*info->err->output_message)(info);
  _exit(4);
}

class Pdf {
 public:
  void add(const std::string& body) {
    places_.push_back(text_.size());
    text_ += fmt::format("{} 0 obj\n{}\nendobj\n", places_.size(), body);
  }
  std::string finish() && {
    const auto table = text_.size();
    text_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", places_.size() + 1);
    for (auto place : places_) text_ += fmt::format("{:010} 00000 n \n", place);
    text_ += fmt::format("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", places_.size() + 1, table);
    return std::move(text_);
  }

 private:
  std::string text_ = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  std::vector<std::size_t> places_;
};

std::string stream(std::string_view dictionary, std::string_view bytes) {
  return fmt::format("<<{}/Length {}>>\nstream\n{}\nendstream", dictionary, bytes.size(), bytes);
}

}  // namespace

std::string to_jpeg(const Canvas& canvas, int quality, int dpi) {
  jpeg_compress_struct info = {};
  jpeg_error_mgr errors = {};
  info.err = jpeg_std_error(&errors);
  errors.error_exit = give_up;
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = static_cast<JDIMENSION>(canvas.width());
  info.image_height = static_cast<JDIMENSION>(canvas.height());
  info.input_components = canvas.channels();
  info.in_color_space = canvas.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  if (dpi > 0) {
    info.density_unit = 1;
    info.X_density = info.Y_density = static_cast<UINT16>(dpi);
  }
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(canvas.row(static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return file;
}

std::string to_pdf(const std::vector<JpegPage>& pages, int dpi) {
  constexpr std::size_t first = 3, objects_a_page = 3;
  Pdf pdf;
  pdf.add("<</Type/Catalog/Pages 2 0 R>>");
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) kids += fmt::format("{} 0 R ", first + i * objects_a_page);
  pdf.add(fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", pages.size(), kids));
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto& page = pages[i];
    const auto at = first + i * objects_a_page;
    const double width = page.width * points_an_inch / dpi, height = page.height * points_an_inch / dpi;
    pdf.add(
        fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.2f} {:.2f}]/Contents {} 0 R"
                    "/Resources<</XObject<</Scan {} 0 R>>>>>>",
                    width, height, at + 1, at + 2));
    pdf.add(stream("", fmt::format("{:.2f} 0 0 {:.2f} 0 0 cm /Scan Do", width, height)));
    pdf.add(stream(fmt::format("/Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceGray"
                               "/BitsPerComponent 8/Filter/DCTDecode",
                               page.width, page.height),
                   page.jpeg));
  }
  return std::move(pdf).finish();
}

}  // namespace karvan::drivers::virtuals
