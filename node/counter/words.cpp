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
    {"certificate_number", "Certificate no.", "سرٹیفکیٹ نمبر", "Şəhadətnamə №"},
    {"issued_on", "Date of issue", "تاریخِ اجرا", "Verilmə tarixi"},
    {"provisional", "Provisional. The institution has not confirmed this document yet.",
     "عارضی۔ متعلقہ ادارے نے ابھی اس دستاویز کی توثیق نہیں کی۔", "Müvəqqəti. Qurum bu sənədi hələ təsdiq etməyib."},
    {"signature_and_seal", "Signature and seal", "دستخط اور مہر", "İmza və möhür"},
    {"check_code",
     "Anyone can check this document by its code, without a network too. What the code says counts, not the paper.",
     "اس دستاویز کی جانچ کوئی بھی شخص اس کے کوڈ سے کر سکتا ہے، نیٹ ورک کے بغیر بھی۔ کاغذ نہیں، کوڈ کا متن معتبر ہے۔",
     "Bu sənədi hər kəs kodu ilə yoxlaya bilər, şəbəkəsiz də. Kağız yox, kodun dediyi əsasdır."},
    {"summary", "Summary of the application", "درخواست کا خلاصہ", "Müraciətin xülasəsi"},
    {"summary_number", "Summary no.", "خلاصہ نمبر", "Xülasə №"},
    {"summary_ask", "These are the answers that were read back to you. Sign only if each of them is right.",
     "یہ وہ جوابات ہیں جو آپ کو پڑھ کر سنائے گئے۔ دستخط صرف اس صورت میں کریں کہ ہر جواب درست ہو۔",
     "Bunlar sizə oxunan cavablardır. Yalnız hər biri doğrudursa, imzalayın."},
    {"consent", "What you agree to", "آپ کس بات پر رضامند ہیں", "Nəyə razılıq verirsiniz"},
    {"attached", "attached", "منسلک ہے", "əlavə edilib"},
    {"yes", "yes", "جی ہاں", "bəli"},
    {"day_sheet", "Day sheet", "روزنامچہ", "Gün vərəqi"},
    {"thumb", "Thumb", "انگوٹھا", "Barmaq izi"},
    {"supervisor", "Supervisor", "نگران", "Nəzarətçi"},
});

}  // namespace

std::string_view word(std::string_view key, std::string_view language) {
  auto found = std::find_if(table.begin(), table.end(), [&](const Words& w) { return w.key == key; });
  if (found == table.end()) return key;
  if (language == "ur") return found->ur;
  return language == "az" ? found->az : found->en;
}

}  // namespace karvan::counter
