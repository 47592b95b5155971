#include "hardware/drivers/virtual/people.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace karvan::drivers::virtuals {
namespace {

constexpr std::array<std::string_view, 16> men = {"Muhammad Ahsan", "Ali Raza", "Bilal",  "Usman",  "Hamza",  "Imran",
                                                  "Zeeshan",        "Waqas",    "Sajid",  "Nadeem", "Faisal", "Tahir",
                                                  "Arslan",         "Shahid",   "Kashif", "Yasir"};
constexpr std::array<std::string_view, 16> women = {"Ayesha",   "Fatima",  "Sana",   "Rabia",  "Nasreen", "Shazia",
                                                    "Saima",    "Zainab",  "Maryam", "Bushra", "Kiran",   "Hina",
                                                    "Rukhsana", "Farzana", "Iqra",   "Noreen"};
constexpr std::array<std::string_view, 12> fathers = {
    "Ghulam Rasool", "Muhammad Aslam",  "Abdul Rehman",    "Rashid Ahmad", "Allah Ditta",   "Khalid Mehmood",
    "Nazir Ahmad",   "Muhammad Bashir", "Manzoor Hussain", "Liaqat Ali",   "Noor Muhammad", "Barkat Ali"};
constexpr std::array<std::string_view, 16> families = {"Bhatti",   "Cheema", "Gondal", "Warraich", "Sandhu", "Butt",
                                                       "Chaudhry", "Malik",  "Awan",   "Gill",     "Kharal", "Sial",
                                                       "Tiwana",   "Virk",   "Bajwa",  "Khokhar"};
constexpr std::array<std::string_view, 8> quarters = {"Islampura",  "Gulshan Colony", "Model Town",  "Ahmadpura",
                                                      "Chah Miran", "Kot Lakhpat",    "Rasool Park", "Shah Jamal"};
struct Town {
  std::string_view name, code;
};
constexpr std::array<Town, 10> towns = {{{"Lahore", "35202"},
                                         {"Gujranwala", "34101"},
                                         {"Faisalabad", "33100"},
                                         {"Multan", "36302"},
                                         {"Rawalpindi", "37405"},
                                         {"Sargodha", "38403"},
                                         {"Sialkot", "34603"},
                                         {"Bahawalpur", "31202"},
                                         {"Sahiwal", "36502"},
                                         {"Jhang", "33202"}}};

// Numbers of one person, each asked for once.
class Dice {
 public:
  explicit Dice(std::uint64_t state) : state_(state) {}
  std::uint64_t below(std::uint64_t sides) { return (state_ = mix(state_)) % sides; }
  template <class T, std::size_t N>
  T one_of(const std::array<T, N>& list) {
    return list[below(N)];
  }
  std::string day(std::uint64_t first_year, std::uint64_t years) {
    const auto year = first_year + below(years), month = 1 + below(12), day = 1 + below(28);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
  }

 private:
  std::uint64_t state_;
};

}  // namespace

std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

Person person_of(std::uint64_t seed, std::uint64_t nth) {
  Person p;
  p.trait = mix(seed ^ mix(nth));
  Dice dice(p.trait);
  const bool man = dice.below(2) == 0;
  const auto family = dice.one_of(families);
  p.full_name = fmt::format("{} {}", dice.one_of(man ? men : women), family);
  p.father_name = fmt::format("{} {}", dice.one_of(fathers), family);
  p.sex = man ? "male" : "female";
  const auto town = dice.one_of(towns);
  const auto serial = dice.below(10'000'000);
  p.identity = fmt::format("{}-{:07}-{}", town.code, serial, dice.below(5) * 2 + (man ? 1 : 0));
  p.birth_date = dice.day(1950, 54);
  p.issue_date = dice.day(2018, 7);
  p.expiry_date = fmt::format("{:04}{}", std::stoi(p.issue_date) + 10, p.issue_date.substr(4));
  const auto house = 1 + dice.below(180), street = 1 + dice.below(24);
  p.address = fmt::format("House {}, Street {}, {}, {}", house, street, dice.one_of(quarters), town.name);
  return p;
}

boost::json::object fields_of(const Person& p) {
  return {{"full_name", p.full_name},
          {"father_name", p.father_name},
          {"identity", p.identity},
          {"birth_date", p.birth_date},
          {"sex", p.sex},
          {"address", p.address},
          {"issue_date", p.issue_date},
          {"expiry_date", p.expiry_date},
          {"country", "PK"}};
}

}  // namespace karvan::drivers::virtuals
