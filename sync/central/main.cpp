#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>

#include "storage/seal/openssl_memory.h"
#include "storage/vault/process.h"
#include "sync/central/cli/backup.h"
#include "sync/central/cli/box_vault.h"
#include "sync/central/cli/commands.h"
#include "sync/central/cli/data.h"
#include "sync/central/cli/papers.h"
#include "sync/central/cli/serve.h"
#include "sync/central/cli/terminal.h"
#include "sync/central/web/assets.h"
#include "sync/central/web/verify/assets.h"

namespace {

using namespace karvan;
using namespace karvan::central;

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

void log_line(const std::string& line) { std::cerr << "karvan-central: " << line << std::endl; }

int refuse(const Error& error) {
  log_line(advice(error));
  return 1;
}

void print_words(const json::value& value, const std::string& indent = {}) {
  if (!value.is_object()) {
    std::cout << indent << (value.is_string() ? std::string(value.get_string()) : json::write(value)) << "\n";
    return;
  }
  std::string line = indent;
  for (const auto& [key, part] : value.get_object()) {
    if (part.is_array()) {
      for (const auto& one : part.get_array()) print_words(one, indent + "  ");
      continue;
    }
    line += std::string(key) + ": " + (part.is_string() ? std::string(part.get_string()) : json::write(part)) + "   ";
  }
  if (line != indent) std::cout << line << "\n";
}

int told(const Result<json::object>& done, const Asked& asked) {
  if (!done) return refuse(done.error());
  if (asked.as_json)
    std::cout << json::write(*done) << std::endl;
  else
    print_words(*done);
  return done->contains("faults") ? 1 : done->contains("changes") && json::bool_or(*done, "changed") ? 2 : 0;
}

// For demonstrations and training: the wall clock, moved.
std::int64_t moved_ms(const Asked& asked) { return wall_ms() + asked.clock_shift_minutes * 60'000; }

Result<House> house_of(const Asked& asked) {
  TRY(auto passphrase, read_passphrase(asked.passphrase_fd));
  TRY(auto house, open_data(asked.data, passphrase.view(), seal::system_entropy()));
  house.log = log_line;
  if (asked.clock_shift_minutes != 0) {
    house.now_ms = [asked] { return moved_ms(asked); };
    log_line("rehearsal: the clock is moved by " + std::to_string(asked.clock_shift_minutes) + " minutes");
  }
  return house;
}

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

int print_day(const Asked& asked) {
  auto house = house_of(asked);
  if (!house) return refuse(house.error());
  auto note = day_sheet(*house, asked.node, asked.date);
  if (!note) return refuse(note.error());
  if (asked.as_json)
    std::cout << json::write(json::object{{"node", asked.node}, {"date", asked.date}, {"note", *note}}) << std::endl;
  else
    std::cout << *note << std::flush;
  return 0;
}

int print_xform(const Asked& asked) {
  auto form = catalogue_xform(asked.folder, asked.id);
  if (!form || form->contains("faults") || asked.as_json) return told(form, asked);
  std::cout << std::string(form->at("xform").as_string()) << std::flush;
  return 0;
}

int init(const Asked& asked) {
  auto passphrase = read_passphrase(asked.passphrase_fd);
  if (!passphrase) return refuse(passphrase.error());
  auto made = make_data(asked.data, asked.name, passphrase->view(), seal::system_entropy(), moved_ms(asked),
                        sqlite::ciphers_by_name().at(asked.cipher));
  if (!made) return refuse(made.error());
  return told(json::object{{"data", asked.data}, {"name", asked.name}, {"cipher", asked.cipher}}, asked);
}

int run_serve(const Asked& asked) {
  auto house = house_of(asked);
  if (!house) return refuse(house.error());
  auto done = serve(*house, asked.serve, {central_web::assets(), central_verify::assets()});
  return done ? 0 : refuse(done.error());
}

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

using Command = std::function<int()>;

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

void add_catalogue(CLI::App& app, Asked& asked, Command& chosen) {
  auto* catalogue = app.add_subcommand("catalogue", "Services")->require_subcommand(1)->fallthrough();
  auto* check = catalogue->add_subcommand("check", "Names every fault of a folder of services")->fallthrough();
  check->add_option("folder", asked.folder)->required();
  check->callback([&] { chosen = [&] { return told(check_catalogue(asked.folder), asked); }; });
  auto* diff =
      catalogue->add_subcommand("diff", "What publishing a folder would change; status 2: something")->fallthrough();
  diff->add_option("folder", asked.folder)->required();
  diff->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return diff_catalogue(h, asked.folder); }); };
  });
  auto* xform = catalogue->add_subcommand("xform", "Prints a service's form as an ODK XForm")->fallthrough();
  xform->add_option("folder", asked.folder)->required();
  xform->add_option("service", asked.id, "Its folder's name")->required();
  xform->callback([&] { chosen = [&] { return print_xform(asked); }; });
  auto* publish = catalogue->add_subcommand("publish", "Signs and publishes it to all nodes")->fallthrough();
  publish->add_option("folder", asked.folder)->required();
  publish->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return publish_catalogue(h, asked.folder); }); };
  });
}

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

void add_papers(CLI::App& app, Asked& asked, Command& chosen) {
  auto* day = app.add_subcommand("day", "A stop's day sheet, computed again and verified")->fallthrough();
  day->add_option("node", asked.node)->required();
  day->add_option("date", asked.date, "2026-11-22, at the desk")->required();
  day->callback([&] { chosen = [&] { return print_day(asked); }; });
  auto* attachment = app.add_subcommand("attachment", "Opens a scan or picture into a new file")->fallthrough();
  attachment->add_option("hash", asked.hash, "Of the sealed file")->required();
  attachment->add_option("--out", asked.file)->required();
  attachment->callback([&] {
    chosen = [&] {
      return with_identity(asked, [&](const House& house, const auto& identity) -> Result<json::object> {
        TRY_VOID(take_out_attachment(house, identity, asked.hash, asked.file));
        return json::object{{"hash", asked.hash}, {"file", asked.file}};
      });
    };
  });
  auto* key = app.add_subcommand("key", "The key that opens attachments")->require_subcommand(1)->fallthrough();
  auto* exported = key->add_subcommand("export", "Writes it to a new file, for `age -d -i`")->fallthrough();
  exported->add_option("file", asked.file)->required();
  exported->callback([&] {
    chosen = [&] {
      return with_identity(asked, [&](const House&, const auto& identity) -> Result<json::object> {
        TRY_VOID(export_identity(identity, asked.file));
        return json::object{{"file", asked.file}};
      });
    };
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

void add_house(CLI::App& app, Asked& asked, Command& chosen) {
  auto* make = app.add_subcommand("init", "Makes a centre in an empty folder")->fallthrough();
  make->add_option("--name", asked.name, "What people call it");
  make->add_option("--cipher", asked.cipher,
                   "How its databases are sealed: aegis, or sqlcipher where AES and HMAC are required")
      ->check(CLI::IsMember(sqlite::ciphers_by_name()))
      ->capture_default_str();
  make->callback([&] { chosen = [&] { return init(asked); }; });
  auto* backup = app.add_subcommand("backup",
                                    "Copies everything, verifies the copy, and lets the boxes forget what it "
                                    "holds and is long over")
                     ->fallthrough();
  backup->add_option("folder", asked.folder, "On another disk; the copy is a folder in it")->required();
  backup->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return make_backup(h, asked.folder); }); };
  });
  auto* serve = app.add_subcommand("serve", "Runs the centre")->fallthrough();
  serve->add_option("--sync", asked.serve.sync, "HOST:PORT for nodes, TLS");
  serve->add_option("--page", asked.serve.page, "HOST:PORT for the staff page, loopback");
  serve->add_option("--host", asked.serve.hosts, "Further names that nodes know the centre by");
  serve->callback([&] { chosen = [&] { return run_serve(asked); }; });
}

}  // namespace

int main(int argc, char** argv) {
  if (auto hidden = vault::hide_memory(); !hidden) return refuse(hidden.error());
  if (!seal::lock_openssl_memory()) log_line(seal::keys_not_locked);
  Asked asked;
  Command chosen;
  CLI::App app{"karvan-central: headquarters of travelling counters"};
  app.require_subcommand(1);
  app.add_option("--data", asked.data, "The centre's folder");
  app.add_option("--witness", asked.serve.witness, "File that notices a restore; else beside the folder");
  app.add_option("--passphrase-fd", asked.passphrase_fd, "Read the passphrase from this file descriptor, not stdin");
  constexpr std::int64_t year_minutes = 366 * 24 * 60;
  app.add_option("--clock-shift", asked.clock_shift_minutes,
                 "Minutes to move the clock by, for demonstrations and training; never at a real centre")
      ->check(CLI::Range(-year_minutes, year_minutes));
  app.add_flag("--json", asked.as_json, "Print JSON");
  add_house(app, asked, chosen);
  add_fleet(app, asked, chosen);
  add_people(app, asked, chosen);
  add_catalogue(app, asked, chosen);
  add_institutions(app, asked, chosen);
  add_papers(app, asked, chosen);
  add_vaults(app, asked, chosen);
  try {
    app.parse(argc, argv);
    return chosen();
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    log_line(std::string("internal error: ") + error.what());
    return 70;
  }
}
