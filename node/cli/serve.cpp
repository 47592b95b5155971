#include "node/cli/serve.h"

#include <chrono>
#include <iostream>
#include <thread>

#include "node/api/api.h"
#include "node/ports/advice.h"
#include "node/ports/box.h"
#include "node/ports/core_thread.h"
#include "node/ports/counting.h"
#include "node/ports/drivers.h"
#include "node/ports/lan.h"
#include "node/ports/orders.h"
#include "node/ports/salvage.h"
#include "node/ports/scrubber.h"
#include "node/ports/searches.h"
#include "node/ports/stick.h"
#include "node/ports/system.h"
#include "node/unlock/unlock_page.h"
#include "node/vault/commands.h"
#include "node/web/assets.h"
#include "storage/tpm/counter.h"
#include "storage/tpm/tpm.h"
#include "sync/http/files.h"
#include "sync/trust/certificate.h"

// Wires the node: in `serve`, the order of construction is the order of dependency.
namespace karvan::node_cli {
namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

Result<Address> parse_address(const std::string& text) {
  auto colon = text.rfind(':');
  auto digits = colon == std::string::npos ? "" : text.substr(colon + 1);
  bool sound = !digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == std::string::npos;
  int port = sound ? std::stoi(digits) : -1;
  if (port < 0 || port > 65'535) return fail(Code::malformed, {}, text + " is no ADDRESS:PORT");
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Address{host, static_cast<std::uint16_t>(port)};
}

// A TPM that opens the box also says how new its book is. Empty: there is none.
std::string counter_of(const vault::Vault& vault) {
  for (const auto& slot : vault.slots())
    if (std::holds_alternative<vault::TpmLock>(slot.lock)) return slot.id;
  return {};
}

Result<core::Options> core_options(const ports::Box& box, const ports::Identity& identity, const Choices& choices) {
  core::Options options;
  options.site = {identity.name, identity.office, choices.stop.empty() ? identity.office : choices.stop};
  options.node_number = identity.node_number;
  options.utc_offset_minutes = ports::utc_offset_minutes();
  TRY(auto seed, box.secret(ports::kept::head_seed));
  options.key = seal::signing_key_of_seed(identity.name, seed.view());
  TRY(options.centre, seal::parse_verifying_key(identity.centre_key));
  TRY(auto certificate, trust::read_certificate(identity.certificate_pem));
  options.time_high_ms = certificate.validity.until_s * 1'000;
  return options;
}

Result<ports::Uplink::Peer> centre_of(const ports::Box& box, const ports::Identity& identity) {
  ports::Uplink::Peer peer;
  peer.url = identity.centre_url;
  peer.options.ca_pem = identity.ca_pem;
  peer.options.certificate_pem = identity.certificate_pem;
  // A slow link is no broken one, as long as something moves.
  peer.options.total_ms_max = ports::round_ms_max;
  peer.options.stalled_seconds_max = ports::stalled_seconds_max;
  TRY(auto key, box.secret(ports::kept::tls_key));
  peer.options.key_pem = seal::Secret(std::move(key));
  TRY(peer.centre, seal::parse_verifying_key(identity.centre_key));
  return peer;
}

struct Doors {
  std::vector<http::Listener> listeners;
  std::vector<std::string> hosts{"localhost"};
  std::string lan_fingerprint;
};

Result<Doors> doors_of(ports::Box& box, const std::string& node, const Choices& choices, const seal::Entropy& entropy) {
  Doors doors;
  TRY(auto page, parse_address(choices.page));
  doors.listeners.push_back({page.host, page.port, std::nullopt});
  if (choices.lan.empty()) return doors;
  TRY(auto address, parse_address(choices.lan));
  TRY(auto lan, ports::make_lan(box, node, address.host, ports::wall_ms() / 1000, entropy));
  doors.listeners.push_back({address.host, address.port, lan.tls});
  doors.hosts = lan.names;
  doors.lan_fingerprint = lan.fingerprint;
  return doors;
}

std::vector<http::File> page_files() {
  std::vector<http::File> files;
  for (const auto& a : node_web::assets()) files.push_back({a.path, a.content_type, a.bytes, a.gzip, a.immutable});
  return files;
}

http::Handler handler_of(api::Api& api) {
  return [&api, files = page_files()](http::Request request, std::unique_ptr<http::Reply> reply) {
    if (request.path.starts_with("/api/")) return api.handle(std::move(request), std::move(reply));
    reply->send(http::serve_file(files, web_kit::content_security_policy, request));
  };
}

struct Took {
  std::int64_t all_ms = 0, unlock_ms = 0;
};

void announce(const Doors& doors, const http::Server& server, const ports::Identity& identity, Took took) {
  auto ports = server.ports();
  std::cout << identity.name << " of " << identity.office << "\n";
  std::cout << "page http://" << doors.listeners[0].address << ":" << ports[0] << "/\n";
  if (ports.size() > 1) {
    std::cout << "lan  https://" << doors.listeners[1].address << ":" << ports[1] << "/  (its authority's SHA-256 is "
              << doors.lan_fingerprint << ")\n";
  }
  std::cout << "ready after " << took.all_ms << " ms, " << took.unlock_ms << " ms of them to unlock" << std::endl;
}

// By the page on this box's own screen. `asked_ms` grows by how long a person was waited for.
Result<ports::Opener> by_page(const Choices& choices, std::int64_t& asked_ms) {
  TRY(auto address, parse_address(choices.page));
  unlock::Page page;
  page.listener = {address.host, address.port, std::nullopt};
  page.files = [files = page_files()](const http::Request& request) {
    return http::serve_file(files, web_kit::content_security_policy, request);
  };
  page.clock_ms = ports::steady_ms;
  page.ready = [host = address.host](std::uint16_t port) {
    std::cout << "sealed; open it at http://" << host << ":" << port << "/" << std::endl;
  };
  return [page, &asked_ms](const std::string& path) -> Result<vault::Vault> {
    TRY(auto text, vault::read_vault(path));
    const auto began_ms = ports::steady_ms();
    const ports::EndsAtOnce while_sealed;
    auto opened = unlock::open_on_page(text, page);
    asked_ms += ports::steady_ms() - began_ms;
    return opened;
  };
}

Result<ports::Opener> by_hand(const Choices& choices, std::int64_t& asked_ms) {
  if (choices.unlock_page) return by_page(choices, asked_ms);
  return node_vault::by_hand(choices, asked_ms);
}

constexpr std::chrono::seconds until_next_try{5};

// What is waited for is no part of the start, as with a person who types.
ports::Box::Wait wait_for_room(std::int64_t& waited_ms) {
  return [&waited_ms, told = false](const Error& full) mutable {
    if (!std::exchange(told, true)) std::cerr << "karvan-node: " << ports::told_waiting(full) << std::endl;
    const ports::EndsAtOnce while_waiting;
    std::this_thread::sleep_for(until_next_try);
    waited_ms += std::chrono::milliseconds(until_next_try).count();
  };
}

}  // namespace

Result<void> serve(const Choices& choices) {
  auto entropy = seal::system_entropy();
  TRY(auto drivers, ports::drivers_of(choices.devices, choices.printer));
  tpm::Tpm tpm(choices.tpm);
  std::int64_t asked_ms = 0, waited_ms = 0;
  auto began_ms = ports::steady_ms();
  TRY(auto hand, by_hand(choices, asked_ms));
  TRY(auto box, ports::Box::open_once_there_is_room(choices.folder,
                                                    node_vault::by_tpm_first(tpm, std::move(hand), choices.unlock_page),
                                                    wait_for_room(waited_ms)));
  if (box.salvaged()) std::cerr << "karvan-node: " << ports::told(*box.salvaged()) << std::endl;
  TRY(auto identity, box.identity());
  TRY(auto options, core_options(box, identity, choices));
  TRY(auto centre, centre_of(box, identity));
  TRY(auto doors, doors_of(box, identity.name, choices, entropy));
  if (box.left()) std::cerr << "karvan-node: " << ports::told_left(*box.left()) << std::endl;
  options.counter = counter_of(box.vault());
  tpm::Counter counter(choices.tpm, options.counter);
  auto key = options.key;
  auto centre_key = options.centre;
  TRY(auto files, ports::Files::open(ports::files_folder(choices.folder), identity.centre_recipient, entropy));
  TRY(auto reader, box.open_reader());
  TRY(auto again, box.open_reader());
  auto store = box.take_store();
  TRY(auto known, store.attachments().hashes());
  TRY(const auto unclaimed, files.settle(known));
  options.unclaimed = {unclaimed.files, unclaimed.bytes, unclaimed.full};
  const auto clock = ports::rehearsal_clock(choices.clock_shift_minutes);
  TRY(auto core, core::Core::start(std::move(store), std::move(options), entropy, clock()));

  ports::DeskMailbox mailbox;
  ports::Uplink uplink(std::move(centre), mailbox, files);
  ports::Devices devices(std::move(drivers), mailbox, files);
  ports::Sticks sticks({identity.name, key, centre_key, identity.centre_recipient, choices.sticks, entropy, clock},
                       mailbox, files);
  ports::Counting counting([&counter](std::uint64_t to, bool may_make) { return counter.rise(to, may_make); }, mailbox);
  api::Api api({doors.hosts}, mailbox, entropy);
  ports::Searches searches(std::move(reader), mailbox, [&api](const core::Answered& refused) { api.deliver(refused); });
  ports::Scrubber scrubber(std::move(again), files, ports::thread_us);
  ports::Orders orders(
      {[&api](const core::Answered& answered) { api.deliver(answered); },
       [&api](std::uint64_t ticket, Result<std::string> pdf) { api.deliver_pdf(ticket, std::move(pdf)); },
       [&api](const core::Notify& notify) { api.notify(notify); },
       [&api](std::uint64_t ticket, Result<std::string> bytes, const std::string& media) {
         api.deliver_file(ticket, std::move(bytes), media);
       },
       [&searches](core::RunSearch order) { searches.run(std::move(order)); }},
      std::move(key), mailbox, uplink, devices, files, sticks, counting, scrubber);
  ports::CoreThread core_thread(
      std::move(core), mailbox, clock, [folder = choices.folder] { return ports::free_bytes(folder); },
      [&orders](core::Outgoing order) { orders.carry_out(std::move(order)); });
  http::Limits limits;
  limits.hosts = doors.hosts;
  TRY(auto server, http::serve(doors.listeners, limits, handler_of(api)));

  if (choices.clock_shift_minutes != 0)
    std::cout << "rehearsal: the clock is moved by " << choices.clock_shift_minutes << " minutes\n";
  announce(doors, *server, identity,
           {ports::steady_ms() - began_ms - asked_ms - waited_ms, box.unlock_ms() - asked_ms});
  ports::wait_for_end();
  searches.stop();
  scrubber.stop();
  return {};  // each stops as it goes, the last made first
}

}  // namespace karvan::node_cli
