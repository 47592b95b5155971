#include <algorithm>
#include <array>

#include "node/counter/slips.h"

namespace karvan::counter {
namespace {

struct Words {
  std::string_view key, en, ur, az;
};

constexpr auto table = std::to_array<Words>({
    {"receipt", "Receipt", "رسید", "Qəbz"},
    {"number", "Receipt no.", "رسید نمبر", "Qəbz №"},
    {"tracking", "Tracking number", "ٹریکنگ نمبر", "İzləmə nömrəsi"},
    {"service", "Service", "خدمت", "Xidmət"},
    {"name", "Name", "نام", "Ad"},
    {"paid", "Paid", "ادا شدہ رقم", "Ödənilib"},
    {"date", "Date", "تاریخ", "Tarix"},
    {"cash", "in cash", "نقد", "nağd"},
    {"served_by", "Served by", "خدمت گار", "Xidmət göstərən"},
    {"keep", "Keep this receipt. The tracking number shows how far your application has come.",
     "یہ رسید سنبھال کر رکھیں۔ ٹریکنگ نمبر سے آپ اپنی درخواست کی پیش رفت جان سکتے ہیں۔",
     "Bu qəbzi saxlayın. İzləmə nömrəsi ilə müraciətinizin gedişini öyrənə bilərsiniz."},
});

}  // namespace

std::string_view word(std::string_view key, std::string_view language) {
  auto found = std::find_if(table.begin(), table.end(), [&](const Words& w) { return w.key == key; });
  if (found == table.end()) return key;
  if (language == "ur") return found->ur;
  return language == "az" ? found->az : found->en;
}

}  // namespace karvan::counter
