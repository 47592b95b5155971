#include "node/vault/commands.h"

#include <iostream>
#include <memory>
#include <optional>

#include "node/ports/advice.h"
#include "node/ports/passphrase.h"
#include "node/vault/desk.h"
#include "storage/tpm/pcrs.h"

namespace karvan::node_vault {
namespace {

struct Choices {
  int new_passphrase_fd = -1;
  std::string kind, id, label, recipient, box;
  std::string pcrs = tpm::default_pcrs;
  vault::MayBeOnlyWay may;
  bool drop_others = false;
};

Result<void> list_slots(const Given& given, const Choices&) {
  TRY(auto vault, vault_text(given.folder));
  show_slots(vault, std::cout);
  return {};
}

// What was asked for is done all the same.
void tell_left(const VaultDesk& desk) {
  if (desk.left()) std::cerr << "karvan-node: " << ports::told_left(*desk.left()) << std::endl;
}

Result<std::string> added(VaultDesk& desk, const Given& given, const Choices& choices) {
  auto entropy = seal::system_entropy();
  if (choices.kind == "tpm") {
    tpm::Tpm tpm(given.tpm);
    return desk.add_tpm(choices.label, tpm, choices.pcrs, entropy);
  }
  if (choices.kind == "recovery") return desk.add_recovery(choices.label, choices.recipient, entropy);
  TRY(auto passphrase, ports::read_passphrase(choices.new_passphrase_fd, ports::Asked::new_of_this_box));
  return desk.add_passphrase(choices.label, passphrase.view(), entropy);
}

Result<void> add_slot(const Given& given, const Choices& choices) {
  TRY_VOID(tpm::parse_pcrs(choices.pcrs));  // before anybody types
  TRY(auto desk, VaultDesk::open(given.folder, opener_of(given)));
  TRY(auto id, added(desk, given, choices));
  std::cout << "slot " << id << " is added" << std::endl;
  tell_left(desk);
  return {};
}

Result<void> remove_slot(const Given& given, const Choices& choices) {
  TRY(auto desk, VaultDesk::open(given.folder, opener_of(given)));
  TRY_VOID(desk.remove(choices.id, choices.may));
  std::cout << "slot " << choices.id << " is removed; copies of vault.json made before still have it" << std::endl;
  tell_left(desk);
  return {};
}

Result<void> rewrap(const Given& given, const Choices& choices) {
  tpm::Tpm tpm(given.tpm);
  TRY(auto before, vault_text(given.folder));
  vault::Carried carried{{}, &tpm, choices.drop_others};
  std::optional<seal::Key> passphrase;
  if (vault::has_kind(before.slots, "passphrase")) {
    TRY(passphrase, passphrase_of(given));
    carried.passphrase = passphrase->view();
  }
  TRY(auto desk, VaultDesk::open(given.folder, [&](const std::string& path) {
        return passphrase ? vault::open_vault(path, passphrase->view()) : vault::open_vault(path, tpm);
      }));
  TRY(auto dropped, desk.rewrap(carried, seal::system_entropy()));
  std::cout << "every key and slot is wrapped anew; copies of vault.json made before still open\n";
  for (const auto& id : dropped) std::cout << "slot " << id << " was dropped\n";
  tell_left(desk);
  return {};
}

Result<void> erase(const Given& given, const Choices& choices) {
  return erase_box(given.folder, choices.box, std::cout);
}

using Act = Result<void> (*)(const Given&, const Choices&);

void add_options(CLI::App& adding, CLI::App& removing, CLI::App& rewrapping, CLI::App& erasing, Choices& choices) {
  adding.add_option("kind", choices.kind, "passphrase, recovery (by headquarters) or tpm (by this box alone)")
      ->required()
      ->check(CLI::IsMember({"passphrase", "recovery", "tpm"}));
  adding.add_option("--label", choices.label, "What people call it");
  adding.add_option("--new-passphrase-fd", choices.new_passphrase_fd, "Read the new passphrase from it");
  adding.add_option("--recipient", choices.recipient, "age1…, in place of headquarters' own");
  removing.add_option("id", choices.id, "As `vault list` shows it")->required();
  removing.add_flag("--tpm-may-be-only-way", choices.may.tpm, "Even where only the TPM can open the box then");
  removing.add_flag("--headquarters-may-be-only-way", choices.may.headquarters,
                    "Even where only headquarters can open the box then");
  rewrapping.add_flag("--drop-others", choices.drop_others, "Give up slots whose passphrase or TPM is not at hand");
  adding.add_option("--pcrs", choices.pcrs, "Registers that the TPM's slot hangs on")->capture_default_str();
  erasing.add_option("--box", choices.box, "The box's name, to confirm it")->required();
}

}  // namespace

void add_commands(CLI::App& app, const Given& given, std::function<void(Command)> choose) {
  auto choices = std::make_shared<Choices>();
  auto* group = app.add_subcommand("vault", "The slots that open the box's keys")->require_subcommand(1);
  const auto add = [&](const char* name, const char* words, Act act) {
    auto* command = group->add_subcommand(name, words);
    command->callback(
        [choices, &given, choose, act] { choose([choices, &given, act] { return act(given, *choices); }); });
    return command;
  };
  add("list", "Each slot's id, kind, time and label", list_slots);
  auto* adding = add("add", "Another way to open the box", add_slot);
  auto* removing = add("remove", "Takes a slot away", remove_slot);
  auto* rewrapping = add(
      "rewrap",
      "A new master key; every entry and slot is wrapped anew. The data keys stay: who has an old copy of vault.json "
      "and its passphrase reads the database still. Against that, `backup`, `restore` the copy into a new folder, "
      "which makes new data keys, and `vault rewrap` there",
      rewrap);
  auto* erasing = add("erase", "Destroys the keys, so that nothing of this box opens again", erase);
  add_options(*adding, *removing, *rewrapping, *erasing, *choices);
}

}  // namespace karvan::node_vault
