#pragma once
#include <cstdint>
#include <string>

#include "storage/model/json.h"
#include "storage/seal/age.h"
#include "storage/seal/entropy.h"
#include "sync/central/api/house.h"
#include "sync/central/cli/commands.h"
#include "sync/central/cli/data.h"
#include "sync/central/cli/serve.h"
#include "sync/central/cli/terminal.h"

// What `karvan-central` was asked for on its command line, and how it is answered.
namespace karvan::central {

struct Asked {
  std::string data = "centre";
  int passphrase_fd = -1, new_passphrase_fd = -1;
  bool as_json = false;
  std::string name = "Headquarters", node, office, id, folder, date, institution, hash, file, out, identity,
              cipher = "aegis";
  std::int64_t clock_shift_minutes = 0, above = 0, wait_seconds = 20;
  NewStaff staff;
  ServeOptions serve;
};

void log_line(const std::string& line);

// Each gives the status to end with. The first says what to do about an error, in one line; the second prints what was
// done, as JSON or in words: 1 where it names faults, 2 where it names changes.
int refuse(const Error& error);
int told(const Result<json::object>& done, const Asked& asked);

// For demonstrations and training: the wall clock, moved.
std::int64_t moved_ms(const Asked& asked);

// Asks for the passphrase, and opens what was named by --data.
Result<House> house_of(const Asked& asked);

template <class Work>
int with_house(const Asked& asked, Work&& work) {
  auto house = house_of(asked);
  if (!house) return refuse(house.error());
  return told(work(*house), asked);
}

// With what the vault alone holds; the passphrase is asked for once.
template <class Work>
int with_identity(const Asked& asked, Work&& work) {
  auto passphrase = read_passphrase(asked.passphrase_fd);
  if (!passphrase) return refuse(passphrase.error());
  auto house = open_data(asked.data, passphrase->view(), seal::system_entropy());
  if (!house) return refuse(house.error());
  auto identity = open_identity(asked.data, passphrase->view());
  if (!identity) return refuse(identity.error());
  return told(work(*house, *identity), asked);
}

}  // namespace karvan::central
