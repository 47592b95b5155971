#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "node/core/core.h"
#include "storage/seal/hash.h"
#include "sync/rules/fleet.h"
#include "tests/support/scratch.h"
#include "tests/unit/node/counter/plain_service.h"

namespace karvan::core::samples {

inline constexpr std::int64_t noon = 1'795'262'400'000;  // 2026-11-21 12:00 UTC

seal::Entropy seeded(unsigned seed);

// A real core on a real store in a folder of its own, and a centre that answers what it is told to. `stop` without
// ceremony is a crash.
class Box {
 public:
  // `changed` makes the published service another.
  explicit Box(std::string vfs = "", std::function<void(catalogue::Service&)> changed = {},
               sqlite::Cipher cipher = sqlite::Cipher::aegis);
  ~Box();

  void start();
  void stop() { core.reset(); }
  void restart();

  std::vector<Outgoing> drain(std::vector<Letter> letters);
  std::vector<Outgoing> drain(Letter letter);
  void settle_down();

  // ---- people

  CommandLetter letter(counter::Command command, std::string cmd = "");
  Result<json::object> ask(const CommandLetter& letter) { return answer(drain(Letter(letter)), letter.ticket); }
  Result<json::object> ask(counter::Command command, std::string cmd = "");
  json::object must(counter::Command command);
  static Result<json::object> answer(const std::vector<Outgoing>& out, std::uint64_t ticket);
  void sign_in(const std::string& staff = "asma");
  std::string started();
  std::string filed();
  json::object paid(const std::string& application);
  std::string paid_print() { return std::string(paid(filed()).at("print").as_string()); }

  // ---- the centre

  exchange::Document document(exchange::Feed feed, std::string kind, std::string name, std::string body);
  exchange::Document lease(std::int64_t first, std::int64_t last, const std::string& kind = "receipt");
  exchange::Document staff(const std::string& id, rules::Role role);
  exchange::Document fleet(std::uint64_t number, std::vector<rules::Revoked> revoked);
  // The service as published, and the manifest that names it.
  std::vector<exchange::Document> services(const std::string& title);
  // Answers the last round. `bytes_per_second` fast enough that everything fits.
  void say(exchange::Answer answer);
  // The same to any round, at that speed.
  void hear(std::uint64_t round, exchange::Answer answer, exchange::Speed speed = {});
  // A round is due, or has begun already of itself; its request.
  exchange::Request round();
  // The first round in which nothing is handed back to a centre that was restored.
  exchange::Request round_after_tail();
  // Acknowledges and applies all that a round sent.
  exchange::Answer applied(const exchange::Request& request);
  void publish();

  const seal::SigningKey& centre_key() const { return centre_key_; }

  // ---- what the box knows

  store::Store& store() { return core->book().store(); }
  static std::string application(const std::string& id) { return "lahore/application/" + id; }  // its record
  std::uint64_t unsent() { return *store().log().count_unsent(); }
  std::uint64_t count() { return store().log().verify_chain()->count; }
  std::vector<store::Number> numbers() { return *store().leases().numbers("receipt", 0, 1'000); }

  std::int64_t now = noon;
  std::unique_ptr<Core> core;
  std::vector<SendExchange> exchanges;
  std::string counter;  // of the TPM, from the next start on; empty: there is none
  Unclaimed unclaimed = {};
  std::vector<RaiseCounter> raises;  // what the TPM was asked, in order
  exchange::Checkpoint checkpoint{"centre-1", "bus-01", 0, 0, 0, 1};

 private:
  void core_round();

  test::Scratch scratch_;
  std::string vfs_;
  std::function<void(catalogue::Service&)> changed_;
  sqlite::Cipher cipher_;
  seal::Entropy entropy_ = seeded(1);
  seal::SigningKey node_key_ = seal::make_signing_key("bus-01", entropy_);
  seal::SigningKey centre_key_ = seal::make_signing_key("centre", entropy_);
  std::uint64_t tickets_ = 0;
  std::uint64_t given_ = 0;              // the last round that a test was shown
  std::string seat_ = "digest of asma";  // of whoever signed in last
  std::vector<catalogue::Manifest::Entry> versions_;
};

template <class T>
Code code_of(const Result<T>& result) {
  return result ? Code::internal : result.error().code;
}

}  // namespace karvan::core::samples
