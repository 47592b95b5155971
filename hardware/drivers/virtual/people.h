#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <string>

// Who stands before the virtual readers. Pure.
namespace karvan::drivers::virtuals {

// A made-up grown-up of the Punjab. The same seed gives the same people in the same order.
struct Person {
  std::uint64_t trait = 0;  // what tells this person's face and fingers from another's
  std::string full_name;
  std::string father_name;
  std::string identity;  // a number of valid form, 35202-1234567-1: the last digit is odd for men
  std::string birth_date, issue_date, expiry_date;
  std::string sex;  // male, female
  std::string address;
  bool operator==(const Person&) const = default;
};
Person person_of(std::uint64_t seed, std::uint64_t nth);

// The person's identity card, as the `fields` of PROTOCOL.md.
boost::json::object fields_of(const Person& person);

// A number that looks random, from a position and without state: SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t mix(std::uint64_t x);

}  // namespace karvan::drivers::virtuals
