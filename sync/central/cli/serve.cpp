#include "sync/central/cli/serve.h"

#include <charconv>

#include "sync/central/api/page.h"
#include "sync/central/api/sync_desk.h"
#include "sync/central/api/verify.h"
#include "sync/central/cli/terminal.h"
#include "sync/central/cli/witness.h"
#include "sync/exchange/exchange.h"
#include "sync/http/server.h"
#include "sync/trust/certificate.h"

namespace karvan::central {
namespace {

constexpr int server_certificate_days = 820;
constexpr int exchange_ms_max = 600'000;  // a slow link takes its time for one body

Result<http::Listener> listener(const std::string& text) {
  auto colon = text.rfind(':');
  http::Listener at;
  if (colon == text.npos || colon == 0) return fail(Code::malformed, {{"address", text}}, "HOST:PORT");
  at.address = text.substr(0, colon);
  if (at.address.front() == '[' && at.address.back() == ']') at.address = at.address.substr(1, at.address.size() - 2);
  auto [end, bad] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), at.port);
  if (bad != std::errc{} || end != text.data() + text.size())
    return fail(Code::malformed, {{"address", text}}, "HOST:PORT");
  return at;
}

bool is_address(const std::string& host) { return host.find_first_not_of("0123456789.:abcdefABCDEF") == host.npos; }

std::string alternative(const std::string& host) { return (is_address(host) ? "IP:" : "DNS:") + host; }

Result<http::Tls> tls(const House& house, const http::Listener& at, const std::vector<std::string>& hosts) {
  std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1"};
  for (const auto& host : hosts) names.push_back(alternative(host));
  if (at.address != "0.0.0.0" && at.address != "::" && at.address != "127.0.0.1")
    names.push_back(alternative(at.address));
  http::Tls tls;
  tls.key_pem = trust::make_key();
  tls.client_ca_pem = house.keys.authority.certificate_pem;
  // By the machine's clock, which whoever connects looks at: in a rehearsal the house's own may be months ahead.
  auto validity = trust::validity_days(wall_ms() / 1000, server_certificate_days);
  TRY(tls.certificate_pem,
      trust::issue_server(house.keys.authority, tls.key_pem, "centre", names, validity, house.entropy));
  return tls;
}

http::Limits sync_limits() {
  http::Limits limits;
  limits.body_bytes_max = exchange::packed_bytes_max;
  limits.body_bytes_a_second_min = 128;
  limits.request_ms_max = 60'000;
  limits.idle_ms_max = exchange_ms_max;
  return limits;
}

http::Limits page_limits() {
  http::Limits limits;
  limits.body_bytes_max = 64 << 10;
  limits.hosts = {"localhost"};
  return limits;
}

template <class Desk>
http::Handler to(Desk& desk) {
  return [&desk](http::Request request, std::unique_ptr<http::Reply> reply) {
    desk.handle(std::move(request), std::move(reply));
  };
}

}  // namespace

Result<void> serve(const House& house, const ServeOptions& options, const Pages& pages) {
  TRY(auto sync_at, listener(options.sync));
  TRY(auto page_at, listener(options.page));
  bool loopback = page_at.address == "127.0.0.1" || page_at.address == "::1" || page_at.address == "localhost";
  if (!loopback) return fail(Code::malformed, {{"address", options.page}}, "the page is plain HTTP: loopback only");
  TRY(sync_at.tls, tls(house, sync_at, options.hosts));
  hold_end_signals();

  Verify verify(house, pages.verify);
  SyncDesk* writer = nullptr;
  Page page(house, pages.staff, [&writer](PersonsAct act, std::function<void(Result<Outcome>)> then) {
    writer->act(std::move(act), std::move(then));
  });
  Witness witness(house, options.witness);
  TRY_VOID(witness.watch());
  auto note = [&witness, &house] {
    if (auto noted = witness.note(); !noted) house.log("witness: " + describe(noted.error()));
  };
  SyncDesk desk(house, [&page] { page.changed(); }, note);
  writer = &desk;
  TRY_VOID(desk.open());
  for (const char* path : {"/verify", "/api/v1/verify"})
    page.serve_public(path,
                      [&verify](Views& views, const http::Request& asked) { return verify.answer(views, asked); });
  TRY_VOID(page.open());
  TRY(auto sync_server, http::serve({sync_at}, sync_limits(), to(desk)));
  TRY(auto page_server, http::serve({page_at}, page_limits(), to(page)));
  house.log("serving nodes on " + sync_at.address + ":" + std::to_string(sync_server->ports().front()) +
            ", the page on http://" + page_at.address + ":" + std::to_string(page_server->ports().front()));
  wait_for_end();
  page_server->stop();
  sync_server->stop();
  page.close();
  return {};
}

}  // namespace karvan::central
