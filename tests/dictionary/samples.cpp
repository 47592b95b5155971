#include "tests/dictionary/samples.h"

#include <zdict.h>

#include <random>
#include <sstream>
#include <stdexcept>

#include "storage/model/op.h"
#include "storage/model/tracking.h"
#include "storage/seal/hash.h"
#include "sync/exchange/codec.h"
#include "sync/exchange/dictionary.h"

namespace karvan::dictionary {
namespace {

constexpr std::size_t citizens = 24;  // of each service
constexpr std::int64_t dawn_ms = 1'795'305'600'000;
constexpr int level = 19;

struct Field {
  std::string name;
  std::vector<std::string> values;
};
struct Service {
  std::string id;
  std::vector<Field> fields;
};

std::vector<Service> services_of(std::string_view shapes) {
  std::vector<Service> services;
  std::istringstream lines{std::string(shapes)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("= ")) {
      services.push_back({line.substr(2), {}});
      continue;
    }
    const auto space = line.find(' ');
    Field field{line.substr(0, space), {}};
    std::istringstream values(line.substr(space + 1));
    for (std::string value; std::getline(values, value, '|');) field.values.push_back(value);
    services.back().fields.push_back(std::move(field));
  }
  return services;
}

// One office's day: operations of a node, one chain.
class Day {
 public:
  explicit Day(std::uint64_t seed) : engine_(seed), key_(seal::make_signing_key("bus-01", entropy())) {
    centre_ = seal::make_signing_key("centre", entropy());
    run_.after = {hex(16), 400, {}};
    prior_ = {hex(16), 87, digest()};
  }

  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  std::string bytes(std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i) made += static_cast<char>(below(256));
    return made;
  }
  std::string hex(std::size_t count) { return seal::to_hex(bytes(count)); }
  seal::Digest digest() { return seal::sha256(bytes(8)); }
  seal::Entropy entropy() {
    return [this](std::size_t count) { return bytes(count); };
  }
  std::string value(const Field& field) {
    auto text = field.values.at(below(field.values.size()));
    for (auto& c : text)
      if (c == '#') c = static_cast<char>('0' + below(10));
    return text;
  }

  model::Op op(const std::string& of) {
    model::Op op;
    op.of = of;
    op.actor = below(2) == 0 ? "ayesha-khan" : "usman-tariq";
    op.id = {"bus-01", run_.after.epoch, run_.after.seq + run_.lines.size() + 1};
    now_ms_ += 1'000 + static_cast<std::int64_t>(below(90'000));
    op.time = {now_ms_, static_cast<std::uint32_t>(below(3))};
    op.salt = hex(12);
    op.ref = 40 + below(60);
    op.roster = 12 + below(9);
    return op;
  }
  void write(const model::Op& op) { run_.lines.push_back(model::write_op(op)); }
  std::size_t written() const { return run_.lines.size(); }
  std::string record() { return "lahore/application/" + model::make_id(now_ms_, 1, bytes(16)); }
  std::string shift() { return "0197" + hex(14); }

  exchange::Cursors cursors() {
    return {life_, 1'000 + below(90'000), 20 + below(70), 40 + below(60), hex(8), hex(8), hex(8)};
  }
  // Lines `from` … of the day, in one request.
  std::string request(std::size_t from, std::size_t count) {
    exchange::Outbox out;
    out.node = "bus-01";
    out.cursors = cursors();
    out.patches = true;
    exchange::Run run;
    run.after = {run_.after.epoch, run_.after.seq + from, digest()};
    if (below(2) == 0) run.prior = prior_;
    for (std::size_t i = from; i < std::min(from + count, run_.lines.size()); ++i) run.lines.push_back(run_.lines[i]);
    out.known = {run.after};
    if (!run.lines.empty()) out.runs.push_back(std::move(run));
    if (below(3) == 0) out.want = {{"receipt", below(400), below(90)}};
    out.bytes_max = 8 << 20;
    return exchange::write_request(exchange::build(out, key_));
  }
  exchange::Answer answer() {
    exchange::Answer answer;
    exchange::Checkpoint at{life_, "bus-01", 1'000 + below(90'000), 20 + below(70), 40 + below(60), below(9)};
    at.office_hash = digest();
    at.node_hash = digest();
    at.reference_hash = digest();
    answer.checkpoint = seal::sign_note(exchange::write_checkpoint(at), centre_);
    return answer;
  }
  // What another box of the office gets of them, and their author's own.
  std::string entries(std::size_t from, std::size_t count, bool own) {
    auto told = answer();
    auto at = 1'000 + below(90'000);
    for (std::size_t i = from; i < std::min(from + count, run_.lines.size()); ++i) {
      exchange::Entry entry{++at, run_.after.epoch, run_.after.seq + i + 1, own ? "" : run_.lines[i], {}, {}};
      const auto chance = below(12);
      if (chance == 0) entry.verdict.fields["full_name"] = model::Fate::held;
      if (chance == 1) {
        entry.verdict.op = model::Fate::waiting;
        entry.verdict.reason = "stage_not_reached";
      }
      if (chance == 2) entry.verdict.fields["mobile"] = model::Fate::parallel;
      if (chance == 3) entry.verdict.alarms = {"disputed:receipt/" + std::to_string(7'000 + below(999))};
      told.entries.push_back(std::move(entry));
    }
    if (own) told.receipts = {{run_.after.epoch, run_.after.seq + from + count, digest()}};
    return exchange::write_answer(told);
  }
  std::string documents() {
    auto told = answer();
    const auto lease = hex(8);
    const auto first = 500 * below(90);
    told.documents.push_back(
        {exchange::Feed::node, 30 + below(90), "lease", lease,
         seal::sign_note("karvan/lease/v1\n" + lease + "\nbus-01\nreceipt\n" + std::to_string(first) + "\n" +
                             std::to_string(first + 499) + "\n" + std::to_string(now_ms_) + "\n" +
                             std::to_string(now_ms_ + 15'552'000'000) + "\n",
                         centre_)});
    told.documents.push_back(
        {exchange::Feed::node, 30 + below(90), "staff", "ayesha-khan",
         R"({"id":"ayesha-khan","name":"Ayesha Khan","role":"operator","pin":"$argon2id$v=19$m=19456,t=2,p=1$)" +
             seal::to_base64(bytes(16)) + "$" + seal::to_base64(bytes(32)) +
             R"(","nodes":["bus-01"],"services":[],"institutions":[],"active":true})"});
    return exchange::write_answer(told);
  }

 private:
  std::mt19937_64 engine_;
  seal::SigningKey key_, centre_;
  exchange::Run run_;
  exchange::Point prior_;
  std::string life_ = "9f3c81d07be2a611";
  std::int64_t now_ms_ = dawn_ms;
};

model::Shown shown(const char* what, const char* how, const std::string& name, std::string of) {
  model::Shown one{"applicant", 1, what, how, name, {}, std::move(of)};
  return one;
}

void file(Day& day, const Service& service, const std::string& of, const std::string& version) {
  auto filing = day.op(of);
  filing.pin = model::Pin{service.id, version};
  for (const auto& field : service.fields)
    if (day.below(5) > 0) filing.set[field.name] = day.value(field);
  filing.shown = {shown("identity", "card", "Ayesha Khan", "35202-1234567-1"),
                  shown("consent", "", "Ayesha Khan", "2026-1")};
  filing.advance = "filed";
  day.write(filing);
  for (const char* stage : {"identity_checked", "documents_captured"}) {
    auto next = day.op(of);
    next.attach = {{"photo", day.hex(32), 30'000 + day.below(90'000), "image/jpeg", ""}};
    next.advance = stage;
    day.write(next);
  }
}

void pay(Day& day, const std::string& of, const std::string& shift) {
  const auto amount = static_cast<std::int64_t>(10'000 * (1 + day.below(9)));
  auto charge = day.op(of);
  charge.post = model::Post{"charge", {amount, "PKR"}, "", "", "", ""};
  charge.advance = "fee_assessed";
  day.write(charge);
  const model::Serial receipt{"receipt", static_cast<std::int64_t>(7'000 + day.below(9'000))};
  auto payment = day.op(of);
  payment.post = model::Post{"payment", {amount, "PKR"}, "cash", shift, "", ""};
  payment.issue = receipt;
  payment.advance = "fee_paid";
  day.write(payment);
  auto printed = day.op(of);
  printed.printed = model::Printed{receipt, "printed"};
  day.write(printed);
}

void hand_over(Day& day, const Service& service, const std::string& of) {
  auto reviewed = day.op(of);
  reviewed.advance = "reviewed";
  day.write(reviewed);
  const model::Serial paper{service.id, static_cast<std::int64_t>(500 + day.below(9'000))};
  auto issue = day.op(of);
  issue.issue = paper;
  issue.advance = "document_issued";
  day.write(issue);
  auto handed = day.op(of);
  handed.handed_over = model::HandedOver{paper, "Ayesha Khan", "self", "35202-1234567-1"};
  handed.advance = "delivered";
  day.write(handed);
}

void correct(Day& day, const Service& service, const std::string& of) {
  auto change = day.op(of);
  const auto& field = service.fields.at(day.below(service.fields.size()));
  change.set[field.name] = day.value(field);
  change.over[field.name] = "bus-02/" + day.hex(16) + "/" + std::to_string(1 + day.below(400));
  day.write(change);
}

constexpr std::size_t step = 25;

// Short messages gain the most, so there are most of them.
void tell(Day& day, std::vector<std::string>& messages) {
  for (std::size_t from = 0; from < day.written(); from += step) {
    for (std::size_t i = 0; i < 6; ++i) messages.push_back(day.request(from + 4 * i, 1));
    messages.push_back(day.request(from, step));
    messages.push_back(day.entries(from, 3, false));
    messages.push_back(day.entries(from, step, true));
    messages.push_back(exchange::write_answer(day.answer()));
    messages.push_back(day.request(0, 0));
  }
  for (int i = 0; i < 8; ++i) messages.push_back(day.documents());
}

// An idle exchange, both ways: what is asked most often.
std::string idle() {
  Day day(99);
  return exchange::write_answer(day.answer()) + day.request(0, 0);
}

void must(std::size_t size) {
  if (ZDICT_isError(size) != 0) throw std::runtime_error(std::string("zdict: ") + ZDICT_getErrorName(size));
}

}  // namespace

std::vector<std::string> samples(std::string_view shapes) {
  std::vector<std::string> messages;
  std::uint64_t seed = 1;
  for (const auto& service : services_of(shapes)) {
    Day day(seed++);
    const auto version = day.hex(32), shift = day.shift();
    for (std::size_t i = 0; i < citizens; ++i) {
      const auto of = day.record();
      file(day, service, of, version);
      pay(day, of, shift);
      if (i % 2 == 0) hand_over(day, service, of);
      if (i % 3 == 0) correct(day, service, of);
    }
    tell(day, messages);
  }
  return messages;
}

std::string train(std::string_view shapes) {
  const auto messages = samples(shapes);
  std::string all;
  std::vector<std::size_t> sizes;
  for (const auto& message : messages) {
    all += message;
    sizes.push_back(message.size());
  }
  const auto count = static_cast<unsigned>(sizes.size());
  const auto last = idle();
  std::string trained(bytes_max - last.size(), '\0');
  auto size = ZDICT_trainFromBuffer(trained.data(), trained.size(), all.data(), sizes.data(), count);
  must(size);
  trained.resize(size);
  const auto content = trained.substr(ZDICT_getDictHeaderSize(trained.data(), trained.size())) + last;
  std::string whole(bytes_max + (4 << 10), '\0');
  size = ZDICT_finalizeDictionary(whole.data(), whole.size(), content.data(), content.size(), all.data(), sizes.data(),
                                  count, ZDICT_params_t{level, 0, exchange::dictionary_id});
  must(size);
  whole.resize(size);
  return whole;
}

}  // namespace karvan::dictionary
