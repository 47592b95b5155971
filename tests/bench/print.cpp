// A certificate in Urdu with its signed code on A4, and a receipt on the roll: from slip to PDF, by a thread that is
// warm
#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "node/print/render.h"
#include "sync/trust/credential.h"

namespace {

using namespace karvan;

constexpr double certificate_ms_max = 50, receipt_ms_max = 10;

// Of this thread's processor time, which is what a free core takes: rendering waits for nothing.
double now_ms(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

template <class Work>
double timed_ms(Work&& work, clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
  const auto from = now_ms(clock);
  work();
  return now_ms(clock) - from;
}

struct Spread {
  double median = 0, p99 = 0;
};
Spread spread(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 2], values[values.size() * 99 / 100]};
}

// No two documents of a day bear the same name, so that no cache of words makes the figures.
std::string name_of(int i) {
  static constexpr std::string_view first[] = {"عائشہ", "محمد", "فاطمہ", "احمد", "زینب", "بلال", "مریم", "حمزہ"};
  static constexpr std::string_view last[] = {"صدیقہ", "خان", "بیگم", "چوہدری", "قریشی", "ملک", "بٹ", "شیخ", "اعوان"};
  return fmt::format("{} {} {}", first[i % 8], last[i / 8 % 9], last[i / 72 % 9]);
}

counter::Slip certificate(int i, const seal::SigningKey& key) {
  const auto name = name_of(i), father = name_of(i + 300), card = fmt::format("35202-{:07}-{}", i * 7919, i % 10);
  const auto number = std::to_string(7001 + i);
  counter::Slip slip{.kind = "certificate", .paper = counter::Paper::a4, .language = "ur"};
  slip.issuer = "حکومتِ پنجاب\nمحکمہ مال";
  slip.title = "ڈومیسائل سرٹیفکیٹ";
  slip.number_label = "سرٹیفکیٹ نمبر";
  slip.number = number;
  slip.provisional = "عارضی۔ متعلقہ ادارے نے ابھی اس دستاویز کی توثیق نہیں کی۔";
  slip.statement = fmt::format(
      "تصدیق کی جاتی ہے کہ {} ولد {}، شناختی کارڈ نمبر \u2066{}\u2069، ضلع لاہور، صوبہ پنجاب کے مستقل رہائشی ہیں۔",
      name, father, card);
  slip.rows = {{"نام", name, false, true},
               {"والد کا نام", father},
               {"شناختی کارڈ نمبر", card, true},
               {"تاریخ پیدائش", "1990-02-28", true},
               {"پتہ", fmt::format("مکان نمبر {}-B، گلی نمبر {}، محلہ اسلام پورہ، لاہور", i % 90 + 1, i % 14)},
               {"ضلع", "لاہور"},
               {"ٹریکنگ نمبر", "0G4-7KQ-2MX-3", true},
               {"تاریخِ اجرا", "2026-11-22", true}};
  slip.signatures = {{"دستخط اور مہر", slip.issuer, ""}};
  slip.footer = {"اس دستاویز کی جانچ کوئی بھی شخص اس کے کوڈ سے کر سکتا ہے، نیٹ ورک کے بغیر بھی۔"};
  const trust::Credential credential{
      "bus-01",   "domicile",
      7001 + i,   "0G4-7KQ-2MX-3",
      slip.title, 1'795'262'400,
      true,       {{"full_name", name}, {"father_name", father}, {"identity", card}, {"birth_date", "1990-02-28"}}};
  slip.qr = trust::write_credential(credential, key).value_or("");
  return slip;
}

counter::Slip receipt(int i, const seal::SigningKey& key) {
  counter::Slip slip{.kind = "receipt", .language = "ur"};
  slip.issuer = "حکومتِ پنجاب، محکمہ مال";
  slip.title = "رسید";
  slip.number_label = "رسید نمبر";
  slip.number = std::to_string(9001 + i);
  slip.rows = {{"درخواست گزار", name_of(i), false, true},
               {"والد کا نام", name_of(i + 300)},
               {"شناختی نمبر", fmt::format("35202-{:07}-{}", i * 7919, i % 10), true},
               {"وصول شدہ فیس", "PKR 200.00", true, true},
               {"ٹریکنگ نمبر", "0G4-7KQ-2MX-3", true, true},
               {"تاریخ", "2026-11-22", true}};
  slip.qr = seal::sign_note(fmt::format("K1|0G4-7KQ-2MX-3|domicile|fee_paid|{}\n", i), key);
  slip.footer = {"یہ رسید سنبھال کر رکھیں۔ ٹریکنگ نمبر سے درخواست کی صورتحال معلوم کی جا سکتی ہے۔"};
  return slip;
}

void empty_page() {
  std::string out;
  auto append = [](void* to, const unsigned char* data, unsigned size) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
  };
  auto* pdf = cairo_pdf_surface_create_for_stream(append, &out, 595, 842);
  auto* pen = cairo_create(pdf);
  cairo_show_page(pen);
  cairo_destroy(pen);
  cairo_surface_finish(pdf);
  cairo_surface_destroy(pdf);
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = argc > 1 && std::string_view(argv[1]) == "--small";
  const int times = small ? 10 : 300;
  const auto key = seal::signing_key_of_seed("bus-01", std::string(32, 'k'));
  std::size_t failed = 0, pdf_bytes = 0;
  auto render = [&](const counter::Slip& slip) {
    auto pdf = print::render(slip);
    failed += pdf ? 0 : 1;
    pdf_bytes = pdf ? pdf->size() : 0;
  };
  const double first_ms = timed_ms([&] { render(certificate(0, key)); });
  std::vector<double> certificates, receipts, floors;
  for (int i = 1; i <= times; ++i) {
    receipts.push_back(timed_ms([&] { render(receipt(i, key)); }));
    certificates.push_back(timed_ms([&] { render(certificate(i, key)); }));
    floors.push_back(timed_ms(empty_page));
  }
  const auto page = spread(certificates), roll = spread(receipts), floor = spread(floors);
  const bool quick = page.p99 < certificate_ms_max && roll.median < receipt_ms_max;
  const bool pass = failed == 0 && (small || quick);
  fmt::print(R"({{"bench":"print","figures":{{"certificate_ms":{:.2f},"certificate_p99_ms":{:.2f},"receipt_ms":{:.2f},)"
             R"("receipt_p99_ms":{:.2f},"first_certificate_ms":{:.1f},"certificate_bytes":{},"failed":{}}},)"
             R"("floor":{{"empty_page_ms":{:.3f}}},"must":{{{}"failed":"<=0"}},"pass":{}}})"
             "\n",
             page.median, page.p99, roll.median, roll.p99, first_ms, pdf_bytes, failed, floor.median,
             small ? "" : R"("certificate_p99_ms":"<50","receipt_ms":"<10",)", pass);
  return pass ? 0 : 1;
}
