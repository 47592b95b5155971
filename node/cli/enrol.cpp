#include "node/cli/enrol.h"

#include <fcntl.h>
#include <unistd.h>

#include <iostream>

#include "node/ports/advice.h"
#include "node/ports/box.h"
#include "node/ports/enrol.h"
#include "node/ports/passphrase.h"
#include "storage/vault/secret_line.h"

namespace karvan::node_cli {
namespace {

Result<trust::EnrolmentCode> read_code(const Choices& choices) {
  int fd = choices.code_file.empty() ? 0 : ::open(choices.code_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail(Code::io_failed, {}, choices.code_file);
  if (fd == 0 && ::isatty(0) != 0) std::cerr << "Enrolment code, as headquarters gave it: ";
  auto line = vault::read_secret_line(fd);
  if (fd != 0) ::close(fd);
  if (!line) return tl::unexpected<Error>(line.error());
  return trust::parse_enrolment_code(line->view());
}

Result<void> enrol_box(ports::Box& box, const trust::EnrolmentCode& code, const Choices& choices,
                       const seal::Entropy& entropy) {
  const auto& cipher = sqlite::name_of(box.store().database().cipher());
  if (!choices.cipher.empty() && choices.cipher != cipher)
    return fail(Code::exists_already, {{"cipher", cipher}}, "the box's database");
  TRY(auto identity, ports::enrol(box, {code, choices.name, choices.centre}, entropy));
  if (identity.name != choices.name) {
    return fail(Code::malformed, {}, "this box is enrolled already, as " + identity.name);
  }
  std::cout << "This box is " << identity.name << " of " << identity.office << ", its database sealed with " << cipher
            << ". Start it: karvan-node serve --data " << choices.folder << std::endl;
  if (box.left()) std::cerr << "karvan-node: " << ports::told_left(*box.left()) << std::endl;
  return {};
}

}  // namespace

Result<void> enrol(const Choices& choices) {
  auto entropy = seal::system_entropy();
  const auto cipher = choices.cipher.empty() ? sqlite::Cipher::aegis : sqlite::ciphers_by_name().at(choices.cipher);
  bool fresh = ::access(ports::vault_path(choices.folder).c_str(), F_OK) != 0;
  if (!fresh) {
    TRY(auto box, ports::Box::create_or_open(choices.folder, node_vault::opener_of(choices), entropy, cipher));
    TRY(auto code, read_code(choices));
    return enrol_box(box, code, choices, entropy);
  }
  TRY(auto passphrase, ports::read_passphrase(choices.passphrase_fd, ports::Asked::new_of_this_box));
  TRY(auto code, read_code(choices));
  TRY(auto box, ports::Box::create_or_open(choices.folder, passphrase.view(), entropy, cipher));
  return enrol_box(box, code, choices, entropy);
}

}  // namespace karvan::node_cli
