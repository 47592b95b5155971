#include "tests/bench/rig/filings.h"

#include <fmt/format.h>

#include <array>
#include <random>

#include "storage/model/tracking.h"
#include "storage/seal/hash.h"

namespace karvan::bench {
namespace {

constexpr std::array given{"Ayesha",  "Muhammad", "Fatima",  "Ali",    "Zainab",  "Usman",   "Maryam",   "Bilal",
                           "Khadija", "Hamza",    "Sana",    "Tariq",  "Nadia",   "Imran",   "Rabia",    "Kashif",
                           "Hina",    "Saad",     "Amina",   "Waqas",  "Asma",    "Faisal",  "Sumera",   "Naveed",
                           "Shazia",  "Adeel",    "Mehwish", "Rizwan", "Uzma",    "Shahid",  "Bushra",   "Yasir",
                           "Samina",  "Zubair",   "Noreen",  "Junaid", "Iqra",    "Farhan",  "Saima",    "Arslan",
                           "Kiran",   "Umar",     "Nasreen", "Danish", "Parveen", "Zeeshan", "Rukhsana", "Haroon",
                           "Lubna",   "Asif",     "عائشہ",   "فاطمہ",  "محمد",    "بلال",    "نادیہ"};
constexpr std::array family{"Khan",    "Ahmed",  "Malik",   "Butt",   "Chaudhry", "Sheikh", "Qureshi", "Hussain",
                            "Iqbal",   "Javed",  "Mehmood", "Rana",   "Siddiqui", "Bhatti", "Dar",     "Awan",
                            "Mirza",   "Gill",   "Ashraf",  "Anwar",  "Bibi",     "Akhtar", "Nawaz",   "Rafiq",
                            "Saleem",  "Yousaf", "Tahir",   "Begum",  "Aslam",    "Riaz",   "Latif",   "Hameed",
                            "Waheed",  "Mughal", "Gondal",  "Cheema", "Warraich", "Sandhu", "Kamboh",  "Niazi",
                            "Shah",    "Gilani", "Bukhari", "Zaidi",  "Rizvi",    "Abbasi", "Satti",   "Janjua",
                            "Khokhar", "Arain",  "خان",     "احمد",   "ملک",      "حسین",   "قریشی"};
constexpr std::array streets{"Ferozepur Road", "Multan Road", "Canal Bank Road",
                             "Raiwind Road",   "Jail Road",   "College Road"};
constexpr std::array quarters{"Gulberg III", "Model Town",    "Johar Town",  "Township",   "Samanabad",
                              "Ichhra",      "Shalimar Town", "Baghbanpura", "Green Town", "Kot Lakhpat"};
constexpr std::array districts{"lahore", "kasur", "okara", "sheikhupura", "nankana"};
constexpr std::array work{"shopkeeper", "farm labourer", "teacher", "driver",
                          "tailor",     "electrician",   "nurse",   "mason"};
constexpr std::array employers{"Government of the Punjab", "self-employed", "Packages Limited",
                               "a brick kiln near the canal"};
// What is typed freely: words in no order that repeats.
constexpr std::array words{
    "the",     "original",   "papers",  "were",      "seen",    "at",          "desk",      "and",      "given",
    "back",    "to",         "of",      "applicant", "asked",   "that",        "notice",    "be",       "sent",
    "mobile",  "number",     "read",    "out",       "over",    "telephone",   "name",      "mother",   "is",
    "spelled", "as",         "on",      "form",      "school",  "certificate", "otherwise", "father",   "brother",
    "came",    "with",       "a",       "letter",    "from",    "union",       "council",   "village",  "head",
    "lost",    "card",       "fire",    "flood",     "since",   "lives",       "near",      "canal",    "behind",
    "mosque",  "bus",        "stop",    "shop",      "tailor",  "market",      "second",    "floor",    "rented",
    "house",   "moved",      "last",    "year",      "Kasur",   "Okara",       "Multan",    "works",    "abroad",
    "in",      "Dubai",      "Karachi", "returns",   "before",  "Eid",         "old",       "passport", "shown",
    "copy",    "not",        "legible", "stamp",     "missing", "signed",      "thumb",     "because",  "hand",
    "injured", "widow",      "pension", "book",      "bank",    "account",     "wants",     "answer",   "by",
    "post",    "cannot",     "come",    "again",     "far",     "away",        "please",    "call",     "after",
    "evening", "prayer",     "speaks",  "Punjabi",   "only",    "daughter",    "helped",    "fill",     "deaf",
    "needs",   "wheelchair", "ramp"};

class Chance {
 public:
  explicit Chance(std::uint64_t n) : engine_(n * 0x9E3779B97F4A7C15ull + 1) {}
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  template <class List>
  const char* of(const List& list) {
    return list[below(list.size())];
  }
  std::string person() {
    const auto first = of(given);
    const auto last = of(family);
    return fmt::format("{} {}", first, last);
  }
  std::string text(std::size_t count) {
    std::string made = of(words);
    while (--count > 0) made += fmt::format(" {}", of(words));
    return made;
  }
  std::string bytes(std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i) made += static_cast<char>(below(256));
    return made;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace

std::map<std::string, std::string> answers_of(std::uint64_t n) {
  Chance chance(n);
  std::map<std::string, std::string> set;
  for (const char* who : {"full_name", "father_name", "mother_name", "spouse_name"}) set[who] = chance.person();
  set["cnic"] = fmt::format("35{:03}-{:07}-{}", chance.below(1'000), chance.below(10'000'000), chance.below(10));
  set["date_of_birth"] =
      fmt::format("19{:02}-{:02}-{:02}", 40 + chance.below(60), 1 + chance.below(12), 1 + chance.below(28));
  set["sex"] = chance.below(2) == 0 ? "male" : "female";
  set["married"] = "yes";
  set["children"] = std::to_string(chance.below(9));
  set["district"] = chance.of(districts);
  set["union_council"] = fmt::format("UC {} {}", 1 + chance.below(270), chance.of(quarters));
  set["address"] =
      fmt::format("House {}, Street {}, {}", 1 + chance.below(400), 1 + chance.below(60), chance.of(quarters));
  set["address"] += fmt::format(", {}, {}, Lahore", chance.text(2), chance.of(streets));
  set["postal_code"] = fmt::format("54{:03}", chance.below(1'000));
  set["mobile"] = fmt::format("03{:02}-{:07}", chance.below(50), chance.below(10'000'000));
  set["email"] = fmt::format("{}.{}@mail.example", chance.of(family), chance.below(1'000));
  set["occupation"] = chance.of(work);
  set["employer"] = chance.of(employers);
  set["income"] = std::to_string(500 * (20 + chance.below(400)));
  set["rooms"] = std::to_string(1 + chance.below(9));
  set["remarks"] = chance.text(12 + chance.below(13));
  return set;
}

model::Op filing(std::uint64_t n, const std::string& record, const model::Pin& pin, const std::string& actor) {
  model::Op op;
  op.of = record;
  op.actor = actor;
  op.pin = pin;
  op.set = answers_of(n);
  op.advance = "filed";
  return op;
}

model::Op correction(std::uint64_t n, const std::string& record, const std::string& actor) {
  model::Op op;
  op.of = record;
  op.actor = actor;
  op.set = {{"mobile", fmt::format("03{:02}-{:07}", n % 50, n * 7'919 % 10'000'000)},
            {"remarks", "The mobile number has changed."}};
  return op;
}

std::vector<std::string> lines_of_nobody(std::size_t count) {
  constexpr std::int64_t dawn_ms = 1'795'305'600'000;
  const auto epoch = seal::to_hex(Chance(7).bytes(16));
  std::vector<std::string> lines;
  for (std::size_t n = 0; n < count; ++n) {
    Chance chance(n + (std::uint64_t{1} << 40));
    const auto now_ms = dawn_ms + static_cast<std::int64_t>(n) * 250;
    auto record = "lahore/application/" + model::make_id(now_ms, 1, chance.bytes(16));
    auto op = filing(n, record, {"census", std::string(64, 'a')}, "ayesha-khan");
    op.id = {"bus-01", epoch, n + 1};
    op.time = {now_ms, 0};
    op.salt = seal::to_hex(chance.bytes(12));
    op.ref = 14;
    lines.push_back(model::write_op(op));
  }
  return lines;
}

}  // namespace karvan::bench
