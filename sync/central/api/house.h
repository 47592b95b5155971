#pragma once
#include <functional>
#include <string>

#include "storage/seal/entropy.h"
#include "sync/central/receive/keys.h"
#include "sync/central/store/files.h"

namespace karvan::central {

// What a running centre is made of; main brings it. `log` takes one line without a secret or a citizen's data.
struct House {
  FilesOptions files;
  Keys keys;
  std::string name = "Headquarters";
  seal::Entropy entropy;  // safe from several threads
  std::function<std::int64_t()> now_ms;
  std::function<void(const std::string&)> log;
};

}  // namespace karvan::central
