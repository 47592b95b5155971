#include <CLI/CLI.hpp>

#include "sync/central/cli/box_vault.h"
#include "sync/central/cli/verbs.h"

// Boxes: their enrolment, their numbers, their sticks and vaults.
namespace karvan::central {
namespace {

int take_sticks(const Asked& asked) {
  return with_identity(asked, [&](House& house, const auto& identity) {
    if (asked.clock_shift_minutes != 0) house.now_ms = [asked] { return moved_ms(asked); };
    const auto until_ms = wall_ms() + asked.wait_seconds * 1'000;
    return take_bundles(house, identity, asked.serve.witness, asked.file, [&] { return wait_a_little(until_ms); });
  });
}

// By the identity in a file, or else by this centre's own.
int open_vault_of_box(const Asked& asked) {
  const auto open = [&](const seal::AgeIdentity& identity) -> Result<json::object> {
    TRY(auto passphrase, read_passphrase(asked.new_passphrase_fd, "New passphrase of the box: "));
    return open_box_vault(identity, asked.file, asked.out, passphrase.view(), seal::system_entropy(), moved_ms(asked));
  };
  if (asked.identity.empty())
    return with_identity(asked, [&](const House&, const auto& identity) { return open(identity); });
  auto identity = read_identity(asked.identity);
  return identity ? told(open(*identity), asked) : refuse(identity.error());
}

}  // namespace

void add_fleet(CLI::App& app, Asked& asked, Command& chosen) {
  auto* enrol = app.add_subcommand("enrol", "Prints a one-time code for a box")->fallthrough();
  enrol->add_option("node", asked.node, "Its name, such as bus-01")->required();
  enrol->add_option("--office", asked.office, "Whose records it keeps")->required();
  enrol->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return enrol_node(h, asked.node, asked.office); }); };
  });
  auto* revoke = app.add_subcommand("revoke", "Trusts a box no more")->fallthrough();
  revoke->add_option("node", asked.node)->required();
  revoke->callback(
      [&] { chosen = [&] { return with_house(asked, [&](const House& h) { return revoke_node(h, asked.node); }); }; });
  auto* bundle =
      app.add_subcommand("bundle", "Takes what came on a stick and writes the answer beside it")->fallthrough();
  bundle->add_option("path", asked.file, "The stick's folder, or one file on it")->required();
  bundle->add_option("--wait", asked.wait_seconds, "Seconds that the serving centre has to settle it first")
      ->check(CLI::Range(0, 3'600));
  bundle->callback([&] { chosen = [&] { return take_sticks(asked); }; });
  auto* fork =
      app.add_subcommand("settle-fork", "After a box was copied: the code for the one that stays")->fallthrough();
  fork->add_option("node", asked.node)->required();
  fork->add_option("challenge", asked.id, "The digits that the box shows")->required();
  fork->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return settle_fork(h, asked.node, asked.id); }); };
  });
  auto* numbers = app.add_subcommand("numbers", "What became of every number that was lent")->fallthrough();
  numbers->add_option("kind", asked.id, "receipt, licence, …; else all");
  numbers->callback(
      [&] { chosen = [&] { return with_house(asked, [&](const House& h) { return list_numbers(h, asked.id); }); }; });
  auto* release =
      app.add_subcommand("release", "After a restore: numbers are lent again, above a number")->fallthrough();
  release->add_option("--above", asked.above, "No number above it was lent since the backup")->required();
  release->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return release_numbers(h, asked.above); }); };
  });
  app.add_subcommand("nodes", "All boxes")->fallthrough()->callback([&] {
    chosen = [&] { return with_house(asked, list_nodes); };
  });
}

void add_vaults(CLI::App& app, Asked& asked, Command& chosen) {
  auto* group = app.add_subcommand("vault", "Boxes whose passphrase is lost")->require_subcommand(1)->fallthrough();
  auto* open =
      group->add_subcommand("open", "Gives a box's vault a new passphrase, by its recovery slot")->fallthrough();
  open->add_option("file", asked.file, "The box's vault.json, as it was brought here")->required();
  open->add_option("--out", asked.out, "A new file, to be put in its place at the box")->required();
  open->add_option("--identity", asked.identity, "File of the age identity, in place of this centre's own");
  open->add_option("--new-passphrase-fd", asked.new_passphrase_fd, "Read it from this file descriptor, not stdin");
  open->callback([&] { chosen = [&] { return open_vault_of_box(asked); }; });
}

}  // namespace karvan::central
