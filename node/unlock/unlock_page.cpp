#include "node/unlock/unlock_page.h"

#include "node/unlock/desk.h"

namespace karvan::unlock {

Result<vault::Vault> open_on_page(const std::string& text, const Page& page) {
  TRY(const auto parsed, vault::parse_vault(text));
  TRY_VOID(vault::check_by_hand(parsed.vault.slots));
  Desk desk(parsed.vault.box, page);
  http::Limits limits;
  limits.body_bytes_max = body_bytes_max;
  TRY(auto server, http::serve({page.listener}, limits,
                               [&desk](http::Request request, auto reply) { desk.handle(request, std::move(reply)); }));
  page.ready(server->ports().front());
  for (;;) {
    Try one = desk.next();
    auto opened = vault::Vault::open(text, one.passphrase.view());
    if (opened) {
      one.reply->send(http::json("{}"));
      server.reset();
      return opened;
    }
    desk.was_wrong();
    one.reply->send(http::problem(opened.error()));
  }
}

}  // namespace karvan::unlock
