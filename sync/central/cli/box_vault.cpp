#include "sync/central/cli/box_vault.h"

#include <fcntl.h>
#include <unistd.h>

#include "storage/vault/secret_line.h"
#include "storage/vault/vault.h"
#include "sync/central/cli/data.h"
#include "sync/central/cli/private_file.h"
#include "sync/central/cli/terminal.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

constexpr int identity_lines_max = 100;

Result<seal::AgeIdentity> first_identity(int fd) {
  for (int line = 0; line < identity_lines_max; ++line) {
    TRY(const auto text, vault::read_secret_line(fd));
    if (!text.view().empty() && !text.view().starts_with('#')) return seal::parse_age_identity(text.view());
  }
  return fail(Code::malformed, {}, "identity");
}

template <class T>
Result<T> about_the_box(Result<T> result, const std::string& file) {
  if (!result) result.error().args[of_a_box] = file;
  return result;
}

}  // namespace

Result<seal::AgeIdentity> read_identity(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail(Code::not_found, {}, path);
  auto identity = first_identity(fd);
  ::close(fd);
  return identity;
}

Result<json::object> open_box_vault(const seal::AgeIdentity& identity, const std::string& from, const std::string& to,
                                    std::string_view passphrase, const seal::Entropy& entropy, std::int64_t now_ms) {
  if (!vault::is_long_enough(passphrase)) return fail(Code::passphrase_short, {}, "passphrase");
  TRY(const auto text, read_file(from, vault::vault_bytes_max));
  TRY(auto vault, about_the_box(vault::Vault::open(text, identity), from));
  const vault::SlotNote note{"set at headquarters", rules::civil_date(now_ms) + rules::civil_time(now_ms)};
  TRY(auto slot, about_the_box(vault.add_passphrase(passphrase, note, entropy), from));
  TRY_VOID(write_private_file(to, vault.text()));
  return json::object{{"box", vault.box()}, {"slot", slot}, {"file", to}};
}

}  // namespace karvan::central
