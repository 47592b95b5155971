#pragma once
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/author/compile.h"
#include "sync/central/author/directory.h"
#include "sync/form/words.h"

// The catalogue that ships as an example, compiled once for the tests of its form.
namespace karvan::central::author {

inline const Files& example_files() {
  static const Files files = read_directory("deploy/catalogue").value();
  return files;
}

inline std::string told(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) out += describe(fault) + "\n";
  return out;
}

inline std::string digest_hex(std::string_view bytes) { return seal::to_hex(seal::sha256(bytes)); }

// Every service of the example, by id.
inline const std::map<std::string, catalogue::Service>& examples() {
  static const auto services = [] {
    auto compiled = compile(example_files());
    if (!compiled) throw std::runtime_error(told(compiled.error()));
    std::map<std::string, catalogue::Service> out;
    for (const auto& one : compiled->services)
      out.emplace(one.id, catalogue::load_service(one.bytes, one.version).value());
    return out;
  }();
  return services;
}
inline const catalogue::Service& domicile() { return examples().at("domicile"); }

inline form::Instance begun(const catalogue::Service& service, const form::Context& when) {
  return form::Instance::begin(service.form, when);
}
inline void answer(form::Instance& instance, const std::map<std::string, std::string>& answers) {
  for (const auto& [name, value] : answers) ASSERT_TRUE(instance.set(name, value)) << name;
}

// The answers that the end-to-end tests and the demonstration give, of the walks, from deploy/demo.
inline std::vector<std::pair<std::string, std::string>> support_answers(const std::string& name) {
  std::ifstream file("deploy/demo/walk/answers/" + name + ".json");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  auto whole = json::parse_object("{\"answers\":" + text + "}", 1 << 20).value();
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& one : whole.at("answers").as_array())
    out.emplace_back(one.as_array().at(0).as_string(), one.as_array().at(1).as_string());
  return out;
}

inline const form::Context day{"2026-11-21", "2026-11-21T10:00:00.000+05:00"};

// Begun and answered as the tests and the demonstration do; what is left is captured. The key of an open repeat lists
// the instances that are added.
inline form::Instance answered(const catalogue::Service& service) {
  auto instance = begun(service, day);
  for (const auto& [key, value] : support_answers(service.id)) {
    if (!service.form.repeat(key)) {
      EXPECT_TRUE(instance.set(key, value)) << key;
      continue;
    }
    for (auto id : form::split(value)) EXPECT_TRUE(instance.add(key, id)) << key;
  }
  return instance;
}

}  // namespace karvan::central::author
