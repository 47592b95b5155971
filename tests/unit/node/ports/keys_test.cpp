#include <gtest/gtest.h>

#include "node/ports/box.h"
#include "node/ports/lan.h"
#include "storage/seal/openssl_memory.h"
#include "sync/http/client.h"
#include "sync/http/server.h"
#include "sync/trust/certificate.h"
#include "tests/support/hidden.h"
#include "tests/support/private_keys.h"
#include "tests/support/scratch.h"

// What a box holds for as long as it runs lies in locked memory and nowhere else.
namespace karvan::ports {
namespace {

using test::Hidden;

constexpr auto of_the_keys = "a long enough passphrase";

Box opened(const test::Scratch& scratch) {
  return *Box::create_or_open(scratch.path("box"), of_the_keys, seal::system_entropy());
}

// As `main` does, before anything here asks OpenSSL for memory. Where the machine does not let it be locked, it goes
// into no dump all the same, and that is what is looked at.
[[maybe_unused]] const bool of_openssl_locked = seal::lock_openssl_memory().has_value();

void expect_locked(const Hidden& key) {
  EXPECT_GE(key.parts_in_memory(), key.parts_of_one());  // it is held, and the search finds it
  EXPECT_EQ(key.parts_in_memory(Hidden::Where::beside_keys), 0U);
}

TEST(Keys, P13_OfTheStore_WhileItIsOpen_LiesInLockedMemoryAlone) {
  test::Scratch scratch;
  auto box = opened(scratch);
  const Hidden key(box.vault().key(kept::store_key)->view());
  expect_locked(key);
  const auto reader = box.open_reader();
  ASSERT_TRUE(reader) << describe(reader.error());
  auto store = box.take_store();
  const auto recovered = store.recover();
  ASSERT_TRUE(recovered) << describe(recovered.error());
  expect_locked(key);
}

TEST(Keys, P13_OfTheStore_OnceItIsClosed_LieNowhere) {
  test::Scratch scratch;
  auto key = [&] { return Hidden(opened(scratch).vault().key(kept::store_key)->view()); }();
  EXPECT_EQ(key.parts_in_memory(), 0U);
}

// As a seed or a PEM is made once and read at each start; of whose maker no copy is left here.
TEST(Keys, P13_OfTheVault_AsTheyAreKeptAndRead_LieInLockedMemoryAlone) {
  test::Scratch scratch;
  auto box = opened(scratch);
  const auto entropy = seal::system_entropy();
  auto made = entropy(240);
  const Hidden secret(made);
  {
    const auto kept = box.secret_or(kept::tls_key, [&] { return std::move(made); }, entropy);
    const auto read = box.secret(kept::tls_key);
    ASSERT_TRUE(kept && read);
    expect_locked(secret);
  }
  EXPECT_EQ(secret.parts_in_memory(), 0U);
}

// The LAN's door at work, and the way to a centre whose door asks for the box's own certificate: both shake hands.
struct AtWork {
  explicit AtWork(Box& box) {
    const auto entropy = seal::system_entropy();
    const auto days = trust::validity_days(1'795'292'520, 400);
    const auto authority = *trust::make_authority("centre", days, entropy);
    options.key_pem = seal::Secret(*box.secret_or(kept::tls_key, trust::make_key, entropy));
    const auto asked = *trust::make_request(options.key_pem, "bus-01");
    options.certificate_pem = *trust::issue_client(authority, asked, "bus-01", days, entropy);
    options.verify = false;
    auto lan = *make_lan(box, "bus-01", "127.0.0.1", 1'795'292'520, entropy);
    lan.tls.client_ca_pem = authority.certificate_pem;
    lan_key = lan.tls.key_pem;
    server = *http::serve({{"127.0.0.1", 0, std::move(lan.tls)}}, {}, [](auto, auto reply) { reply->send({}); });
    client = *http::make_client(options);
    told = client->send({.url = "https://127.0.0.1:" + std::to_string(server->ports().front()) + "/"}).has_value();
    head_key = seal::signing_key_of_seed("bus-01",
                                         box.secret_or(kept::head_seed, [&] { return entropy(32); }, entropy)->view());
    seal::sign_note("a head\n", head_key);
  }
  http::ClientOptions options;
  seal::Secret lan_key;
  seal::SigningKey head_key;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<http::Client> client;
  bool told = false;
};

TEST(Keys, P13_ThatAreSharedAndSignedWith_WhileTheyServe_LieInLockedMemoryAlone) {
  test::Scratch scratch;
  auto box = opened(scratch);
  const AtWork work(box);
  EXPECT_TRUE(work.told);
  for (const auto& pem : {work.options.key_pem, work.lan_key}) test::expect_only_locked(pem);
  test::expect_only_locked(seal::Secret(*box.secret(kept::lan_authority_key)));
  const Hidden seed(seal::seed_of(work.head_key));
  EXPECT_GE(seed.parts_in_memory(), seed.parts_of_one());
  EXPECT_EQ(seed.parts_in_memory(Hidden::Where::beside_keys), 0U);
}

TEST(Keys, P13_ThatAreSharedAndSignedWith_OnceTheirHoldersAreGone_LieNowhere) {
  test::Scratch scratch;
  auto box = std::make_unique<Box>(opened(scratch));
  auto work = std::make_unique<AtWork>(*box);
  const test::PrivateKey mine(work->options.key_pem), lan(work->lan_key);
  const Hidden seed(seal::seed_of(work->head_key));
  work.reset();
  box.reset();
  EXPECT_EQ(mine.parts_in_memory(), 0U);
  EXPECT_EQ(lan.parts_in_memory(), 0U);
  EXPECT_EQ(seed.parts_in_memory(), 0U);
}

}  // namespace
}  // namespace karvan::ports
