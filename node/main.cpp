#include <CLI/CLI.hpp>
#include <iostream>

#include "node/cli/enrol.h"
#include "node/cli/serve.h"
#include "node/ports/advice.h"
#include "node/ports/compact.h"
#include "node/ports/copies.h"
#include "node/ports/logbook.h"
#include "node/ports/system.h"
#include "node/vault/commands.h"
#include "storage/seal/openssl_memory.h"
#include "storage/sqlite/cipher.h"
#include "storage/vault/process.h"

// What `karvan-node` can be asked for. `serve` wires it (cli/serve.cpp).
namespace karvan::node_cli {
namespace {

Result<void> show_log(const Choices& choices) {
  return ports::show_log(choices.folder, node_vault::opener_of(choices), std::cout);
}

Result<void> verify_log(const Choices& choices) {
  return ports::verify_log(choices.folder, node_vault::opener_of(choices), std::cout);
}

Result<void> show_day(const Choices& choices) {
  return ports::show_day(choices.folder, node_vault::opener_of(choices), choices.date, std::cout);
}

Result<void> compact(const Choices& choices) {
  TRY(const auto memory_bytes, ports::free_memory_bytes());
  return ports::compact_box(choices.folder, node_vault::opener_of(choices), memory_bytes, std::cout);
}

Result<void> make_copy(const Choices& choices) {
  return ports::make_copy(choices.folder, choices.copy, node_vault::opener_of(choices), ports::wall_ms(), std::cout);
}

Result<void> verify_copy(const Choices& choices) {
  return ports::verify_copy({choices.copy, choices.copied_vault}, node_vault::opener_of(choices), std::cout);
}

Result<void> restore_copy(const Choices& choices) {
  return ports::restore_copy({choices.copy, choices.copied_vault}, choices.folder, node_vault::opener_of(choices),
                             seal::system_entropy(), std::cout);
}

using Verb = std::function<Result<void>(const Choices&)>;

void add_verbs(CLI::App& app, Choices& choices, Verb& verb) {
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--data", choices.folder, "The box's folder: keys, database, lock");
  app.add_option("--passphrase-fd", choices.passphrase_fd, "Read the passphrase from this file descriptor");
  app.add_option("--tpm", choices.tpm, "The box's TPM, as tpm2-tss names it")
      ->envname("KARVAN_TPM")
      ->capture_default_str();

  auto* serving = app.add_subcommand("serve", "Run the counter until SIGINT or SIGTERM");
  serving->add_option("--page", choices.page, "ADDRESS:PORT of the page by plain HTTP; keep it on loopback")
      ->capture_default_str();
  serving->add_flag("--unlock-page", choices.unlock_page,
                    "Where no TPM opens the box, serve only a page that asks for its passphrase until it came");
  serving->add_option("--lan", choices.lan, "ADDRESS:PORT of the page by TLS on the bus's own LAN");
  serving->add_option("--printer", choices.printer, "ipp://HOST:PORT/PATH of the receipt printer");
  serving->add_option("--devices", choices.devices,
                      "File of drivers and their devices: readers, scanner, camera, printers");
  serving->add_option("--sticks", choices.sticks,
                      "Folder where USB sticks are mounted, for the exchange without a network");
  serving->add_option("--stop", choices.stop, "Where the bus stands today, as people call it");
  serving
      ->add_option("--clock-shift", choices.clock_shift_minutes,
                   "Minutes to move the clock by, for demonstrations and training; never on a real box")
      ->check(CLI::Range(-ports::rehearsal_minutes_max, ports::rehearsal_minutes_max));
  serving->callback([&verb] { verb = serve; });

  auto* enrolling = app.add_subcommand("enrol", "Make this box a node of the fleet, by a one-time code");
  enrolling->add_option("--centre", choices.centre, "https://HOST:PORT of headquarters")->required();
  enrolling->add_option("--name", choices.name, "The node's name, e.g. bus-01")->required();
  enrolling->add_option("--code-file", choices.code_file, "File with the code; else it is read from standard input");
  enrolling
      ->add_option("--cipher", choices.cipher,
                   "How a database that is made here is sealed: aegis, else sqlcipher where AES and HMAC are required")
      ->check(CLI::IsMember(sqlite::ciphers_by_name()));
  enrolling->callback([&verb] { verb = enrol; });

  auto* log = app.add_subcommand("log", "The box's own operations")->require_subcommand(1);
  log->add_subcommand("show", "Each as one JSON line")->callback([&verb] { verb = show_log; });
  log->add_subcommand("verify", "Compute the hash chain anew")->callback([&verb] { verb = verify_log; });

  app.add_subcommand("compact", "Give the disk back what the database does not use any more; the node is stopped")
      ->callback([&verb] { verb = compact; });

  auto* day = app.add_subcommand("day", "The signed day sheet that a stop was closed with");
  day->add_option("date", choices.date, "YYYY-MM-DD, of the desk")->required();
  day->callback([&verb] { verb = show_day; });
}

void add_copies(CLI::App& app, Choices& choices, Verb& verb) {
  auto* backup = app.add_subcommand("backup",
                                    "Copy the box's folder into a new one; its node may go on serving. What opens the "
                                    "box opens the copy: its passphrase, this machine's TPM, headquarters");
  backup->add_option("--to", choices.copy, "The folder to make, on another medium")->required();
  backup->callback([&verb] { verb = make_copy; });
  const auto add_vault = [&](CLI::App& command) {
    command.add_option(
        "--vault", choices.copied_vault,
        "The copy's vault.json as headquarters opened it and gave it a passphrase, where nobody knows the "
        "one of then (karvan-central vault open)");
  };
  auto* verify = app.add_subcommand("verify", "Read a copy through, with what opened its box then");
  add_vault(*verify);
  verify->add_option("copy", choices.copy, "The copy's folder")->required();
  verify->callback([&verb] { verb = verify_copy; });
  auto* restore = app.add_subcommand(
      "restore", "Make a box's folder of a copy, under a new data key; headquarters must be called then");
  add_vault(*restore);
  restore->add_option("--from", choices.copy, "The copy's folder")->required();
  restore->callback([&verb] { verb = restore_copy; });
}

int run(int argc, char** argv) {
  CLI::App app("Karvan's node: the counter of a bus, a train or a pop-up desk");
  Choices choices;
  Verb verb;
  add_verbs(app, choices, verb);
  node_vault::add_commands(app, choices, [&verb](node_vault::Command command) {
    verb = [command = std::move(command)](const Choices&) { return command(); };
  });
  add_copies(app, choices, verb);
  try {
    app.parse(argc, argv);
    if (choices.folder.empty() && !app.got_subcommand("verify")) throw CLI::RequiredError("--data");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  ports::keep_small();
  ports::hold_end_signals();
  auto done = verb(choices);
  if (done) return 0;
  std::cerr << "karvan-node: " << ports::advice(done.error()) << std::endl;
  return ports::exit_code(done.error());
}

}  // namespace
}  // namespace karvan::node_cli

int main(int argc, char** argv) {
  try {
    if (auto hidden = karvan::vault::hide_memory(); !hidden) {
      std::cerr << "karvan-node: " << karvan::ports::advice(hidden.error()) << std::endl;
      return 70;
    }
    if (!karvan::seal::lock_openssl_memory())
      std::cerr << "karvan-node: " << karvan::seal::keys_not_locked << std::endl;
    return karvan::node_cli::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "karvan-node: " << error.what() << std::endl;
    return 70;
  }
}
