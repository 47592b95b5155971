#include "tests/unit/node/core/box.h"

namespace karvan::core::samples {

seal::Entropy seeded(unsigned seed) {
  auto engine = std::make_shared<std::mt19937>(seed);
  return [engine](std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>((*engine)() & 0xff);
    return bytes;
  };
}

Box::Box(std::string vfs, std::function<void(catalogue::Service&)> changed, sqlite::Cipher cipher)
    : vfs_(std::move(vfs)), changed_(std::move(changed)), cipher_(cipher) {
  start();
  publish();
}

Box::~Box() = default;

void Box::start() {
  store::Options options;
  options.vfs = vfs_;
  options.cipher = cipher_;
  auto store = store::Store::open(scratch_.path("node.db"), std::string(32, 'k'), options);
  if (!store) throw std::runtime_error(describe(store.error()));
  Options core_options;
  core_options.site = {"bus-01", "lahore", "Raiwind bazaar"};
  core_options.node_number = 7;
  core_options.key = node_key_;
  core_options.centre = seal::verifying(centre_key_);
  core_options.counter = counter;
  core_options.unclaimed = unclaimed;
  auto started = Core::start(std::move(*store), core_options, entropy_, now);
  if (!started) throw std::runtime_error(describe(started.error()));
  core = std::move(*started);
  exchanges.clear();
  raises.clear();
  given_ = 0;
}

void Box::restart() {
  stop();
  start();
}

std::vector<Outgoing> Box::drain(std::vector<Letter> letters) {
  auto out = core->drain(letters, now);
  for (const auto& one : out) {
    if (const auto* exchange = std::get_if<SendExchange>(&one)) exchanges.push_back(*exchange);
    if (const auto* raise = std::get_if<RaiseCounter>(&one)) raises.push_back(*raise);
  }
  return out;
}

std::vector<Outgoing> Box::drain(Letter letter) {
  std::vector<Letter> letters;
  letters.push_back(std::move(letter));
  return drain(std::move(letters));
}

void Box::settle_down() {
  while (core->has_work()) drain(std::vector<Letter>{});
}

CommandLetter Box::letter(counter::Command command, std::string cmd) {
  static constexpr std::string_view anyone[] = {"operator", "supervisor"};
  const auto ticket = ++tickets_;
  if (cmd.empty()) cmd = "command-" + std::to_string(ticket);
  return {ticket, cmd, "asked", seat_, {anyone, false}, true, std::move(command)};
}

Result<json::object> Box::ask(counter::Command command, std::string cmd) {
  return ask(letter(std::move(command), std::move(cmd)));
}

json::object Box::must(counter::Command command) {
  auto done = ask(std::move(command));
  if (!done) throw std::runtime_error(describe(done.error()));
  return *done;
}

Result<json::object> Box::answer(const std::vector<Outgoing>& out, std::uint64_t ticket) {
  for (const auto& one : out) {
    const auto* answered = std::get_if<Answered>(&one);
    if (!answered || answered->ticket != ticket) continue;
    if (!answered->json) return tl::unexpected(answered->json.error());
    return json::parse_object(*answered->json);
  }
  return fail(Code::internal, {}, "no answer");
}

void Box::sign_in(const std::string& staff) {
  counter::SignIn cmd{{}, staff, "123456", "Desk 1"};
  CommandLetter asked{++tickets_, "sign-in", "", "digest of " + staff, {}, false, cmd};
  drain(Letter(asked));
  auto done = answer(drain(PinAnswer{asked.ticket, true}), asked.ticket);
  if (!done) throw std::runtime_error(describe(done.error()));
  seat_ = asked.seat_digest;
}

std::string Box::started() {
  auto id = std::string(must(counter::StartDraft{{}, "domicile"}).at("draft").as_string());
  must(counter::ChangeDraft{{}, id, 1, {{"full_name", "Ali Khan"}}});
  return id;
}

std::string Box::filed() {
  auto id = started();
  must(counter::FileDraft{{}, id, 2, ""});
  return id;
}

json::object Box::paid(const std::string& application) {
  return must(counter::TakePayment{{}, application, "cash", {50'000, "PKR"}, ""});
}

exchange::Document Box::document(exchange::Feed feed, std::string kind, std::string name, std::string body) {
  return {feed, ++(feed == exchange::Feed::node ? checkpoint.node_feed : checkpoint.reference), std::move(kind),
          std::move(name), std::move(body)};
}

exchange::Document Box::lease(std::int64_t first, std::int64_t last, const std::string& kind) {
  rules::Lease lease{"l" + std::to_string(first), "bus-01", kind, first, last, noon, noon + 1'000'000'000};
  return document(exchange::Feed::node, "lease", lease.id, seal::sign_note(rules::write_lease(lease), centre_key_));
}

exchange::Document Box::staff(const std::string& id, rules::Role role) {
  rules::Staff person{id, "Name of " + id, role, "hash", {}, {}, {}, true};
  return document(exchange::Feed::node, "staff", id, rules::write_staff(person));
}

exchange::Document Box::fleet(std::uint64_t number, std::vector<rules::Revoked> revoked) {
  rules::FleetState state{checkpoint.centre_epoch, number, std::move(revoked)};
  return document(exchange::Feed::reference, "fleet", "", seal::sign_note(rules::write_fleet(state), centre_key_));
}

std::vector<exchange::Document> Box::services(const std::string& title) {
  auto service = counter::samples::plain_service();
  if (changed_) changed_(service);
  service.title["en"] = title;
  auto bytes = json::write(catalogue::write(service));
  auto version = seal::to_hex(seal::sha256(bytes));
  versions_.push_back({version, ""});
  catalogue::Manifest manifest{versions_.size(), {{"domicile", {versions_, ""}}}};
  return {
      document(exchange::Feed::reference, "service", version, bytes),
      document(exchange::Feed::reference, "manifest", "", seal::sign_note(catalogue::write(manifest), centre_key_))};
}

void Box::hear(std::uint64_t round, exchange::Answer answer, exchange::Speed speed) {
  drain(ExchangeAnswer{round, exchange::Received{std::move(answer), checkpoint, false}, speed});
  settle_down();
}

void Box::say(exchange::Answer answer) {
  ASSERT_FALSE(exchanges.empty());
  exchange::Received received{std::move(answer), checkpoint, false};
  drain(ExchangeAnswer{exchanges.back().round, std::move(received), {1 << 20}});
  settle_down();
}

exchange::Request Box::round() {
  core_round();
  return exchanges.back().request;
}

exchange::Request Box::round_after_tail() {
  auto request = round();
  for (; !request.tail.empty(); request = round()) say({});
  return request;
}

exchange::Answer Box::applied(const exchange::Request& request) {
  exchange::Answer answer;
  for (const auto& batch : request.batches) {
    auto at = batch.run.after;
    for (const auto& line : batch.run.lines) {
      at.hash = seal::chain(at.hash, line);
      ++at.seq;
      answer.entries.push_back({++checkpoint.office, at.epoch, at.seq, "", {}});
    }
    answer.receipts.push_back(at);
  }
  return answer;
}

void Box::publish() {
  auto documents = services("Domicile certificate");
  documents.push_back(lease(7001, 7010));
  documents.push_back(lease(501, 510, "domicile"));
  documents.push_back(staff("asma", rules::Role::operator_));
  documents.push_back(staff("bilal", rules::Role::supervisor));
  documents.push_back(staff("tariq", rules::Role::technician));
  exchange::Answer answer;
  answer.documents = std::move(documents);
  core_round();
  say(std::move(answer));
}

void Box::core_round() {
  now += 120'000;
  drain(Tick{});
  if (exchanges.empty() || exchanges.back().round <= given_) throw std::runtime_error("no round was due");
  given_ = exchanges.back().round;
}

}  // namespace karvan::core::samples
