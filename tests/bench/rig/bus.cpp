#include "tests/bench/rig/bus.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/ports/enrol.h"
#include "node/ports/system.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"

namespace karvan::bench {
namespace {

constexpr std::size_t filed_at_once = 1'000;
constexpr std::array<std::string_view, 1> operators{"operator"};

ports::Identity enrolled(ports::Box& box, const House& house, const std::string& name, const std::string& url) {
  auto code = must(trust::parse_enrolment_code(house.code_for(name)));
  return must(ports::enrol(box, {code, name, url}, seal::system_entropy()));
}

}  // namespace

Bus::Bus(const House& house, const std::string& folder, const std::string& name, const std::string& url)
    : box_(must(ports::Box::create_or_open(folder, passphrase, seal::system_entropy()))),
      identity_(enrolled(box_, house, name, url)),
      files_(
          must(ports::Files::open(ports::files_folder(folder), identity_.centre_recipient, seal::system_entropy()))) {
  core::Options options;
  options.site = {identity_.name, identity_.office, identity_.office};
  options.node_number = identity_.node_number;
  options.key = seal::signing_key_of_seed(identity_.name, must(box_.secret(ports::kept::head_seed)).view());
  options.centre = must(seal::parse_verifying_key(identity_.centre_key));
  ports::Uplink::Peer peer;
  peer.url = identity_.centre_url;
  peer.options.ca_pem = identity_.ca_pem;
  peer.options.certificate_pem = identity_.certificate_pem;
  peer.options.key_pem = seal::Secret(must(box_.secret(ports::kept::tls_key)));
  peer.centre = options.centre;
  core_ = must(core::Core::start(box_.take_store(), std::move(options), seal::system_entropy(), ports::wall_ms()));
  uplink_ = std::make_unique<ports::Uplink>(std::move(peer), mailbox_, files_);
}

Bus::~Bus() { uplink_->stop(); }

void Bus::know_the_services() {
  work(120, [&] { return !book().roster().empty() && book().catalogue().current(book().when().today).size() > 1; });
  work(120, [&] { return settled() && !core_->has_work(); });
}

void Bus::write(const std::function<void(core::Book&)>& work) {
  book().at(ports::wall_ms());
  must(book().store().begin());
  work(book());
  must(book().store().commit());
}

std::vector<std::string> Bus::file(std::size_t count, std::uint64_t from) {
  std::vector<std::string> records;
  model::Pin pin;
  for (const auto* service : book().catalogue().current(book().when().today))
    if (service->id == "census") pin = {service->id, service->version};
  const auto actor = book().roster().begin()->first;
  while (records.size() < count) {
    write([&](core::Book& book) {
      for (std::size_t i = 0; i < filed_at_once && records.size() < count; ++i) {
        records.push_back(identity_.office + "/application/" + book.fresh_tracked_id());
        must(book.append({filing(from + records.size(), records.back(), pin, actor)}));
      }
    });
  }
  core_->tend();
  return records;
}

void Bus::work(int seconds_max, const std::function<bool()>& done) {
  const auto deadline = ports::steady_ms() + seconds_max * 1'000;
  constexpr int tick_ms = 50;
  std::int64_t asked_ms = 0;
  for (;;) {
    // Asking reads the store: seldom while there is work.
    const auto steady_ms = ports::steady_ms();
    if (!core_->has_work() || steady_ms - asked_ms >= tick_ms) {
      if (done()) return;
      asked_ms = steady_ms;
    }
    if (steady_ms > deadline) throw std::runtime_error("not within " + std::to_string(seconds_max) + " s");
    auto letters = mailbox_.take(core_->has_work() ? 0 : tick_ms);
    const auto now_ms = ports::wall_ms();
    if (now_ms - ticked_ms_ >= tick_ms) {
      letters.emplace_back(core::Tick{});
      ticked_ms_ = now_ms;
    }
    drain(std::move(letters));
  }
}

void Bus::drain(std::vector<core::Letter> letters) {
  for (const auto& letter : letters) {
    const auto* answer = std::get_if<core::ExchangeAnswer>(&letter);
    if (!answer) continue;
    sent_.bytes += answer->speed.packed;
    if (answer->received) sent_.records_max = std::max(sent_.records_max, answer->received->answer.snapshots.size());
  }
  for (auto& outgoing : core_->drain(letters, ports::wall_ms())) carry_out(std::move(outgoing));
}

void Bus::go_online() {
  online_ = true;
  for (auto& outgoing : std::exchange(waiting_, {})) carry_out(std::move(outgoing));
}

void Bus::carry_out(core::Outgoing outgoing) {
  const bool to_send =
      std::holds_alternative<core::SendExchange>(outgoing) || std::holds_alternative<core::SendUpload>(outgoing);
  if (to_send && !online_) {
    waiting_.push_back(std::move(outgoing));
  } else if (auto* round = std::get_if<core::SendExchange>(&outgoing)) {
    for (const auto& batch : round->request.batches) {
      sent_.operations += batch.run.lines.size();
      sent_.batch_max = std::max(sent_.batch_max, batch.run.lines.size());
    }
    sent_.batches += round->request.batches.size();
    ++sent_.rounds;
    uplink_->send(std::move(*round));
  } else if (auto* piece = std::get_if<core::SendUpload>(&outgoing)) {
    uplink_->upload(std::move(*piece));
  } else if (auto* pin = std::get_if<core::VerifyPin>(&outgoing)) {
    must(mailbox_.post(core::PinAnswer{pin->ticket, true}));
  } else if (auto* page = std::get_if<core::SendPrint>(&outgoing)) {
    for (const char* outcome : {"printing", "printed"})
      must(mailbox_.post(core::PrintAnswer{page->print, outcome, "1", {}}));
  } else if (auto* told = std::get_if<core::Answered>(&outgoing)) {
    answers_.insert_or_assign(told->ticket, std::move(told->json));
  }
}

bool Bus::acknowledged() { return must(book().store().log().count_unsent()) == 0; }
std::uint64_t Bus::unsettled() { return must(book().store().log().count_unsettled()); }
bool Bus::settled() { return unsettled() == 0; }

std::vector<Result<std::string>> Bus::ask_all(const std::string& what, std::vector<counter::Command> commands) {
  std::vector<core::Letter> letters;
  for (auto& command : commands) {
    core::CommandLetter letter;
    letter.ticket = ++tickets_;
    letter.cmd = book().fresh_id();
    letter.asked = what;
    letter.seat_digest = seat_;
    letter.once = what != "sign_in";
    if (letter.once) letter.access.roles = operators;
    letter.command = std::move(command);
    letters.emplace_back(std::move(letter));
  }
  // What the printer said of the last pages comes first.
  for (auto earlier = mailbox_.take(0); !earlier.empty(); earlier = mailbox_.take(0)) drain(std::move(earlier));
  answers_.clear();
  drain(std::move(letters));
  work(60, [&] { return answers_.size() == commands.size(); });
  std::vector<Result<std::string>> answers;
  for (auto& [ticket, answer] : answers_) answers.push_back(std::move(answer));
  return answers;
}

void Bus::sign_in(const std::string& staff) {
  seat_ = seal::to_hex(seal::system_entropy()(16));
  std::vector<counter::Command> command;
  command.emplace_back(counter::SignIn{{}, staff, "000000", "desk 1"});
  must(ask_all("sign_in", std::move(command)).front());
}

Bus::Sent Bus::sent() { return std::exchange(sent_, {}); }

std::string told(const Bus::Sent& sent, const std::string& folder) {
  return fmt::format("{} operations in {} round(s), {} batch(es) of at most {}, on {}", sent.operations, sent.rounds,
                     sent.batches, sent.batch_max, disk_of(folder));
}

}  // namespace karvan::bench
