#include "node/unlock/unlock_page.h"

#include <optional>

#include "node/unlock/desk.h"

namespace karvan::unlock {

namespace {

// Why nothing that is typed could open it.
std::optional<Error> in_vain(const Result<vault::ParsedVault>& parsed) {
  if (!parsed) return parsed.error();
  const auto by_hand = vault::check_by_hand(parsed->vault.slots);
  return by_hand ? std::nullopt : std::optional(by_hand.error());
}

}  // namespace

Result<vault::Vault> open_on_page(const std::string& text, const Page& page) {
  const auto parsed = vault::parse_vault(text);
  const auto why = in_vain(parsed);
  Desk desk(parsed ? parsed->vault.box : "", page, why ? std::optional(why->code) : std::nullopt);
  http::Limits limits;
  limits.body_bytes_max = body_bytes_max;
  TRY(auto server, http::serve({page.listener}, limits,
                               [&desk](http::Request request, auto reply) { desk.handle(request, std::move(reply)); }));
  page.ready(server->ports().front());
  for (;;) {
    Try one = desk.next();
    auto opened = why ? Result<vault::Vault>(tl::unexpected(*why)) : vault::Vault::open(text, one.passphrase.view());
    if (opened || why) {
      one.reply->send(http::json("{}"));
      server.reset();
      return opened;
    }
    desk.was_wrong();
    one.reply->send(http::problem(opened.error()));
  }
}

}  // namespace karvan::unlock
