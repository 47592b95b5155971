#include "tests/bench/rig/crowd.h"

#include <array>
#include <cmath>
#include <random>
#include <string_view>
#include <vector>

namespace karvan::bench {
namespace {

// One name as it is written in English, Urdu and, where it is borne there, in Azerbaijan.
struct Spelled {
  std::string_view english, urdu, azerbaijani = {};
};

constexpr Spelled first_of_all{"Muhammad", "محمد", "Məhəmməd"};
constexpr auto men = std::to_array<Spelled>({{"Ali", "علی", "Əli"},
                                             {"Ahmed", "احمد", "Əhməd"},
                                             {"Hassan", "حسن", "Həsən"},
                                             {"Hussain", "حسین", "Hüseyn"},
                                             {"Bilal", "بلال", "Bilal"},
                                             {"Usman", "عثمان", "Osman"},
                                             {"Umar", "عمر", "Ömər"},
                                             {"Hamza", "حمزہ", "Həmzə"},
                                             {"Ibrahim", "ابراہیم", "İbrahim"},
                                             {"Ismail", "اسماعیل", "İsmayıl"},
                                             {"Yusuf", "یوسف", "Yusif"},
                                             {"Tariq", "طارق", "Tariq"},
                                             {"Rashid", "رشید", "Rəşid"},
                                             {"Rustam", "رستم", "Rüstəm"},
                                             {"Karim", "کریم", "Kərim"},
                                             {"Rahim", "رحیم", "Rəhim"},
                                             {"Jafar", "جعفر", "Cəfər"},
                                             {"Qasim", "قاسم", "Qasım"},
                                             {"Imran", "عمران", "İmran"},
                                             {"Kashif", "کاشف"},
                                             {"Waqas", "وقاص"},
                                             {"Naveed", "نوید"},
                                             {"Rizwan", "رضوان"},
                                             {"Junaid", "جنید"},
                                             {"Farhan", "فرحان"},
                                             {"Zubair", "زبیر"},
                                             {"Shahid", "شاہد"},
                                             {"Khalid", "خالد"}});
constexpr auto women = std::to_array<Spelled>({{"Fatima", "فاطمہ", "Fatimə"},
                                               {"Ayesha", "عائشہ", "Ayişə"},
                                               {"Zainab", "زینب", "Zeynəb"},
                                               {"Maryam", "مریم", "Məryəm"},
                                               {"Nargis", "نرگس", "Nərgiz"},
                                               {"Leyla", "لیلیٰ", "Leyla"},
                                               {"Sakina", "سکینہ", "Səkinə"},
                                               {"Nadia", "نادیہ"},
                                               {"Rabia", "رابعہ"},
                                               {"Shazia", "شازیہ"},
                                               {"Asma", "اسماء"},
                                               {"Saima", "صائمہ"},
                                               {"Bushra", "بشریٰ"},
                                               {"Noreen", "نورین"},
                                               {"Kiran", "کرن"},
                                               {"Parveen", "پروین"},
                                               {"Rukhsana", "رخسانہ"}});
constexpr auto family = std::to_array<Spelled>(
    {{"Khan", "خان"},   {"Ahmad", "احمد"},     {"Malik", "ملک"},     {"Butt", "بٹ"},      {"Chaudhry", "چوہدری"},
     {"Sheikh", "شیخ"}, {"Qureshi", "قریشی"},  {"Iqbal", "اقبال"},   {"Javed", "جاوید"},  {"Mehmood", "محمود"},
     {"Rana", "رانا"},  {"Siddiqui", "صدیقی"}, {"Bhatti", "بھٹی"},   {"Dar", "ڈار"},      {"Awan", "اعوان"},
     {"Mirza", "مرزا"}, {"Gill", "گل"},        {"Ashraf", "اشرف"},   {"Anwar", "انور"},   {"Akhtar", "اختر"},
     {"Nawaz", "نواز"}, {"Rafiq", "رفیق"},     {"Saleem", "سلیم"},   {"Aslam", "اسلم"},   {"Riaz", "ریاض"},
     {"Latif", "لطیف"}, {"Mughal", "مغل"},     {"Gondal", "گوندل"},  {"Cheema", "چیمہ"},  {"Niazi", "نیازی"},
     {"Shah", "شاہ"},   {"Gilani", "گیلانی"},  {"Bukhari", "بخاری"}, {"Abbasi", "عباسی"}, {"Janjua", "جنجوعہ"}});
constexpr auto azerbaijani_family = std::to_array<Spelled>({{"Aliyev", "علییف", "Əliyev"},
                                                            {"Mammadov", "محمدوف", "Məmmədov"},
                                                            {"Huseynov", "حسینوف", "Hüseynov"},
                                                            {"Hasanov", "حسنوف", "Həsənov"},
                                                            {"Guliyev", "قلییف", "Quliyev"},
                                                            {"Rzayev", "رضاییف", "Rzayev"},
                                                            {"Karimov", "کریموف", "Kərimov"},
                                                            {"Babayev", "بابایف", "Babayev"},
                                                            {"Ismayilov", "اسماعیلوف", "İsmayılov"}});
// What rare names of places and clans are made of.
constexpr auto syllables = std::to_array<Spelled>(
    {{"ba", "با", "ba"},    {"bi", "بی", "bi"},    {"da", "دا", "da"},    {"di", "دی", "di"},
     {"fa", "فا", "fa"},    {"ga", "گا", "qa"},    {"gul", "گل", "gül"},  {"ja", "جا", "ca"},
     {"ji", "جی", "ci"},    {"ka", "کا", "ka"},    {"ki", "کی", "ki"},    {"la", "لا", "la"},
     {"li", "لی", "li"},    {"lo", "لو", "lo"},    {"ma", "ما", "ma"},    {"mi", "می", "mi"},
     {"na", "نا", "na"},    {"ni", "نی", "ni"},    {"no", "نو", "no"},    {"pa", "پا", "pa"},
     {"pi", "پی", "pi"},    {"ra", "را", "ra"},    {"ri", "ری", "ri"},    {"ro", "رو", "ro"},
     {"sa", "سا", "sa"},    {"si", "سی", "si"},    {"sha", "شا", "şa"},   {"shi", "شی", "şi"},
     {"ta", "تا", "ta"},    {"ti", "تی", "ti"},    {"to", "تو", "to"},    {"za", "زا", "za"},
     {"zi", "زی", "zi"},    {"bar", "بار", "bar"}, {"dan", "دان", "dan"}, {"gar", "گار", "qar"},
     {"kot", "کوٹ", "kot"}, {"mir", "میر", "mir"}, {"nag", "ناگ", "naq"}, {"pur", "پور", "pur"}});

enum class Script { english, urdu, azerbaijani };

class Chance {
 public:
  explicit Chance(std::uint64_t n) : engine_(n * 0x9E3779B97F4A7C15ull + 11) {}
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  bool in_hundred(std::uint64_t percent) { return below(100) < percent; }
  // The first ones much oftener than the last.
  template <class List>
  const Spelled& of(const List& list) {
    const auto share = std::pow(static_cast<double>(below(1'000'000)) / 1e6, 2.0);
    return list[static_cast<std::size_t>(share * static_cast<double>(list.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

using Parts = std::vector<std::vector<const Spelled*>>;  // words of pieces

Parts person(Chance& chance, bool azerbaijan, bool man) {
  Parts parts;
  if (man && !azerbaijan && chance.in_hundred(45)) parts.push_back({&first_of_all});
  auto given = [&] { return man ? &chance.of(men) : &chance.of(women); };
  const Spelled* name = given();
  while (azerbaijan && name->azerbaijani.empty()) name = given();
  parts.push_back({name});
  if (chance.in_hundred(50)) {
    parts.push_back({&(azerbaijan ? chance.of(azerbaijani_family) : chance.of(family))});
  } else {
    auto& rare = parts.emplace_back();
    for (std::uint64_t i = 0, many = 2 + chance.below(3); i < many; ++i)
      rare.push_back(&syllables[chance.below(syllables.size())]);
  }
  return parts;
}

std::string written(const Parts& parts, Script script) {
  std::string text;
  for (const auto& word : parts) {
    if (!text.empty()) text += ' ';
    const auto begins = text.size();
    for (const auto* piece : word)
      text += script == Script::english ? piece->english : script == Script::urdu ? piece->urdu : piece->azerbaijani;
    auto& letter = text[begins];
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return text;
}

std::size_t letter_bytes(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

std::vector<std::string> letters_of(const std::string& text) {
  std::vector<std::string> letters;
  for (std::size_t at = 0; at < text.size(); at += letters.back().size())
    letters.push_back(text.substr(at, letter_bytes(static_cast<unsigned char>(text[at]))));
  return letters;
}

}  // namespace

Citizen citizen(std::uint64_t n) {
  Chance chance(n);
  const bool azerbaijan = chance.in_hundred(20);
  const auto own = person(chance, azerbaijan, chance.in_hundred(50));
  const auto father = person(chance, azerbaijan, true);
  const auto here = azerbaijan ? Script::azerbaijani : chance.in_hundred(45) ? Script::urdu : Script::english;
  const auto there = here == Script::english ? Script::urdu : Script::english;
  return {written(own, here), written(father, here), written(own, there), written(father, there)};
}

std::string mistyped(const std::string& text, std::uint64_t n) {
  Chance chance(n);
  auto letters = letters_of(text);
  std::vector<std::size_t> inside;  // neither first nor last of a word of four letters or more
  for (std::size_t at = 0, end = 0; at < letters.size(); at = end + 1) {
    for (end = at; end < letters.size() && letters[end] != " ";) ++end;
    if (end - at >= 4)
      for (auto i = at + 1; i + 1 < end; ++i) inside.push_back(i);
  }
  if (inside.empty()) return text;
  const auto at = inside[chance.below(inside.size())];
  switch (chance.below(4)) {
    case 0:
      letters[at].clear();
      break;
    case 1:
      letters[at] += letters[at];
      break;
    case 2:
      std::swap(letters[at], letters[at + 1]);
      break;
    default:
      letters[at] = letters[inside[chance.below(inside.size())]];
      break;
  }
  std::string made;
  for (const auto& letter : letters) made += letter;
  return made;
}

}  // namespace karvan::bench
