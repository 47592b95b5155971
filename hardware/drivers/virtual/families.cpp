#include <algorithm>

#include "hardware/drivers/virtual/device.h"
#include "hardware/drivers/virtual/pictures.h"

namespace karvan::drivers::virtuals {
namespace {

using line::FaultKind;
constexpr int photo_quality = 88;

boost::json::object picture(const Canvas& canvas) {
  return {{"media", "image/jpeg"}, {"width", canvas.width()}, {"height", canvas.height()}};
}

class CardReader final : public Device {
  using Device::Device;
  Result work(Sitting& s) override {
    if (!s.await("card")) return s.given_up();
    s.progress("reading");
    if (!s.await_reading()) return s.given_up();
    for (const auto* code : {"card_unreadable", "card_forged"}) {
      if (!s.fails(code)) continue;
      s.removed("card");
      return fault(code == std::string_view("card_forged") ? FaultKind::tampering : FaultKind::citizen_retries, code);
    }
    const auto portrait = face_of(s.person(), 240, 320);
    const bool pulled = s.fails("card_removed");
    const auto sent =
        s.send(to_jpeg(portrait, photo_quality), pulled ? Sitting::Extent::first_part : Sitting::Extent::whole);
    if (!sent) return s.given_up();
    s.removed("card");
    if (pulled) return fault(FaultKind::citizen_retries, "card_removed");
    auto ok = picture(portrait);
    ok["fields"] = fields_of(s.person());
    return ok;
  }
};

class Fingerprint final : public Device {
  using Device::Device;
  Result work(Sitting& s) override {
    constexpr int dpi = 500;
    if (!s.await("finger")) return s.given_up();
    s.progress("hold_still");
    if (!s.await_reading()) return s.given_up();
    for (const auto* code : {"finger_not_read", "finger_poor"}) {
      if (!s.fails(code)) continue;
      s.removed("finger");
      return fault(FaultKind::citizen_retries, code);
    }
    s.progress("reading");
    const auto position = s.text("position");
    const auto finger = finger_of(s.person(), position);
    if (!s.send(to_jpeg(finger, photo_quality, dpi))) return s.given_up();
    s.removed("finger");
    auto ok = picture(finger);
    ok["dpi"] = dpi;
    ok["quality"] = 60 + s.person().trait % 35;
    return ok;
  }
};

class Camera final : public Device {
  using Device::Device;
  Result work(Sitting& s) override {
    if (!s.await("face")) return s.given_up();
    s.progress("hold_still");
    if (!s.await_reading()) return s.given_up();
    const auto face = face_of(s.person(), 720, 960);
    if (!s.send(to_jpeg(face, photo_quality))) return s.given_up();
    return picture(face);
  }
};

class Scanner final : public Device {
  using Device::Device;
  Result work(Sitting& s) override {
    constexpr std::int64_t pages_max = 20, bytes_most = 16 * 1024 * 1024;
    const auto dpi = static_cast<int>(s.number("dpi", 300, 75, 600));
    const auto pages = s.number("pages", 1, 1, pages_max);
    const auto page_bytes = static_cast<std::size_t>(s.number("bytes_min", 0, 0, bytes_most) / pages);
    if (!s.await("sheet")) return s.given_up();
    s.progress("reading");
    std::vector<JpegPage> scanned;
    for (int page = 1; page <= pages; ++page) {
      if (!s.await_reading()) return s.given_up();
      scanned.push_back(scan(s.person(), page, dpi, page_bytes));
      s.progress("page", {{"page", page}});
    }
    const auto file = pages == 1 ? scanned.front().jpeg : to_pdf(scanned, dpi);
    if (!s.send(file)) return s.given_up();
    s.removed("sheet");
    return boost::json::object{{"media", pages == 1 ? "image/jpeg" : "application/pdf"},
                               {"width", scanned.front().width},
                               {"height", scanned.front().height},
                               {"dpi", dpi},
                               {"pages", pages}};
  }

  // A paper of more grain makes a larger file: until it has `bytes_min`.
  static JpegPage scan(const Person& person, int page, int dpi, std::size_t bytes_min) {
    constexpr int grain_usual = 2, grain_max = 100, quality_usual = 70, quality_fine = 92;
    const auto blank = paper_of(person, page, dpi);
    for (int grain = grain_usual;; grain *= 2) {
      auto sheet = blank;
      sheet.grain(person.trait + static_cast<std::uint64_t>(page), grain);
      auto jpeg = to_jpeg(sheet, bytes_min == 0 ? quality_usual : quality_fine, dpi);
      if (jpeg.size() >= bytes_min || grain > grain_max) return {std::move(jpeg), sheet.width(), sheet.height()};
    }
  }
};

}  // namespace

std::unique_ptr<Device> make_printer(Port& port, line::Device told, const boost::json::object& args);

std::unique_ptr<Device> make_device(Port& port, const std::string& id, const std::string& family,
                                    const boost::json::object& args) {
  line::Device told{id, family, "Virtual " + family, line::Life::opened, {}};
  std::replace(told.name.begin(), told.name.end(), '_', ' ');
  if (family == "printer") return make_printer(port, std::move(told), args);
  if (family == "card_reader") return std::make_unique<CardReader>(port, std::move(told), args);
  if (family == "fingerprint") return std::make_unique<Fingerprint>(port, std::move(told), args);
  if (family == "scanner") return std::make_unique<Scanner>(port, std::move(told), args);
  if (family == "camera") return std::make_unique<Camera>(port, std::move(told), args);
  return nullptr;
}

}  // namespace karvan::drivers::virtuals
