#include <CLI/CLI.hpp>
#include <exception>

#include "storage/seal/openssl_memory.h"
#include "storage/vault/process.h"
#include "sync/central/cli/backup.h"
#include "sync/central/cli/verbs.h"
#include "sync/central/web/assets.h"
#include "sync/central/web/verify/assets.h"

namespace {

using namespace karvan;
using namespace karvan::central;

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
