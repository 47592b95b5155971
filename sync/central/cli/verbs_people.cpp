#include <CLI/CLI.hpp>

#include "sync/central/cli/verbs.h"

// Who may sign in, and who may call.
namespace karvan::central {

void add_people(CLI::App& app, Asked& asked, Command& chosen) {
  auto* staff = app.add_subcommand("staff", "People: who may sign in, and where")->require_subcommand(1)->fallthrough();
  auto* add = staff->add_subcommand("add", "Adds a person and prints the PIN, once")->fallthrough();
  add->add_option("--name", asked.staff.name, "As on the badge")->required();
  add->add_option("--role", asked.staff.role, "operator, supervisor, technician, clerk, auditor or officer")
      ->required();
  add->add_option("--id", asked.staff.id, "Else made from the name");
  add->add_option("--node", asked.staff.nodes, "Only at these nodes");
  add->add_option("--service", asked.staff.services, "Only for these services");
  add->add_option("--institution", asked.staff.institutions, "Only for these institutions");
  add->callback(
      [&] { chosen = [&] { return with_house(asked, [&](const House& h) { return add_staff(h, asked.staff); }); }; });
  auto* pin = staff->add_subcommand("pin", "Gives a person a new PIN")->fallthrough();
  pin->add_option("id", asked.id)->required();
  pin->callback(
      [&] { chosen = [&] { return with_house(asked, [&](const House& h) { return reset_pin(h, asked.id); }); }; });
  auto* dismiss = staff->add_subcommand("dismiss", "No longer lets a person in")->fallthrough();
  dismiss->add_option("id", asked.id)->required();
  dismiss->callback(
      [&] { chosen = [&] { return with_house(asked, [&](const House& h) { return dismiss_staff(h, asked.id); }); }; });
  staff->add_subcommand("list", "Everybody")->fallthrough()->callback([&] {
    chosen = [&] { return with_house(asked, list_staff); };
  });
}

void add_institutions(CLI::App& app, Asked& asked, Command& chosen) {
  auto* group =
      app.add_subcommand("institution", "Keys for the programs of institutions")->require_subcommand(1)->fallthrough();
  auto* key = group->add_subcommand("key", "Makes a key and prints it, once")->fallthrough();
  key->add_option("institution", asked.institution, "As the catalogue names it")->required();
  key->add_option("--name", asked.name, "Who answers for what is done with it")->required();
  key->callback([&] {
    chosen = [&] {
      return with_house(asked, [&](const House& h) { return make_institution_key(h, asked.institution, asked.name); });
    };
  });
  auto* revoke = group->add_subcommand("revoke", "The key opens nothing more")->fallthrough();
  revoke->add_option("id", asked.id)->required();
  revoke->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return revoke_institution_key(h, asked.id); }); };
  });
  group->add_subcommand("keys", "All keys, without their secrets")->fallthrough()->callback([&] {
    chosen = [&] { return with_house(asked, list_institution_keys); };
  });
}

}  // namespace karvan::central
