#pragma once
#include <gtest/gtest.h>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/author/compile.h"
#include "sync/central/author/directory.h"

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

inline const catalogue::Service& domicile() {
  static const catalogue::Service service = [] {
    auto compiled = compile(example_files());
    if (!compiled) throw std::runtime_error(told(compiled.error()));
    const auto& one = compiled->services.at(0);
    return catalogue::load_service(one.bytes, one.version).value();
  }();
  return service;
}

inline const form::Context day{"2026-11-21", "2026-11-21T10:00:00.000+05:00"};

}  // namespace karvan::central::author
