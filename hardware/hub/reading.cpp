#include <algorithm>
#include <array>

#include "hardware/hub/hub.h"

namespace karvan::hub {
namespace {

constexpr std::size_t fields_max = 64, key_bytes_max = 64, field_bytes_max = 1'024;
constexpr std::int64_t pixels_max = 100'000, pages_max = 1'000;
constexpr std::array<std::string_view, 4> kinds = {"", "image/jpeg", "image/png", "application/pdf"};

bool sound(const boost::json::object& fields) {
  return fields.size() <= fields_max && std::all_of(fields.begin(), fields.end(), [](const auto& f) {
           return f.key().size() <= key_bytes_max && f.value().is_string() &&
                  f.value().get_string().size() <= field_bytes_max;
         });
}

bool sound(const Reading& r) {
  auto within = [](std::int64_t n, std::int64_t max) { return n >= 0 && n <= max; };
  return std::find(kinds.begin(), kinds.end(), r.media) != kinds.end() && within(r.width, pixels_max) &&
         within(r.height, pixels_max) && within(r.dpi, pixels_max) && within(r.pages, pages_max) &&
         (!r.quality || within(*r.quality, 100));
}

}  // namespace

tl::expected<Reading, line::Fault> reading_of(const Answered& answer) {
  if (!answer.result) return tl::unexpected(answer.result.error());
  const auto& ok = *answer.result;
  const auto garbled = tl::unexpected(line::Fault{line::FaultKind::service_down, "driver_garbled", "reading"});
  Reading reading;
  reading.media = line::text_at(ok, "media");
  reading.width = line::integer_at(ok, "width", 0);
  reading.height = line::integer_at(ok, "height", 0);
  reading.dpi = line::integer_at(ok, "dpi", 0);
  reading.pages = line::integer_at(ok, "pages", 1);
  if (ok.contains("quality")) reading.quality = line::integer_at(ok, "quality", -1);
  if (const auto* fields = ok.if_contains("fields")) {
    if (!fields->is_object() || !sound(fields->get_object())) return garbled;
    for (const auto& f : fields->get_object())
      reading.fields.emplace(std::string(f.key()), std::string(f.value().get_string()));
  }
  if (!sound(reading)) return garbled;
  return reading;
}

}  // namespace karvan::hub
