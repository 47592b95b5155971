#include "tests/sim/bus.h"

#include <fmt/format.h>

#include <utility>

#include "storage/seal/pin.h"

namespace karvan::sim {

Bus::Bus(Setup setup, Random random, Story& story, Uplink uplink, Told told)
    : setup_(std::move(setup)),
      random_(random),
      story_(story),
      uplink_(std::move(uplink)),
      told_(std::move(told)),
      disk_("sim-" + setup_.options.site.node + "-" + std::to_string(random_.next())) {}

Bus::~Bus() { core_.reset(); }

bool Bus::start(std::int64_t now_ms) {
  auto opened = store::Store::open(setup_.folder + "/store.db", setup_.key, {.vfs = disk_.name()});
  if (!opened) {
    story_.broken("P1", name() + " does not open again: " + describe(opened.error()));
    return false;
  }
  auto core = core::Core::start(std::move(*opened), setup_.options, random_.entropy(), now_ms);
  if (!core) {
    story_.broken("P1", name() + " does not start again: " + describe(core.error()));
    return false;
  }
  core_ = std::move(*core);
  ++starts_;
  story_.tell(fmt::format("{} starts ({})", name(), starts_));
  return true;
}

void Bus::crash() {
  disk_.cut();
  core_.reset();
  mailbox_.clear();
  disk_.heal();
  dying_ = false;
  story_.tell(name() + " loses power");
}

void Bus::crash_soon() {
  dying_ = true;
  disk_.fail(random_.one_in(2) ? test::Io::sync : test::Io::write, 1 + random_.below(4), /* SQLITE_IOERR */ 10,
             1'000'000);
}

void Bus::exchanged(std::uint64_t round, Result<exchange::Received> received) {
  if (core_) mailbox_.push_back(core::ExchangeAnswer{round, std::move(received), 50'000});
}

void Bus::step(std::int64_t now_ms) {
  if (!core_) return;
  auto letters = std::exchange(mailbox_, {});
  letters.push_back(core::Tick{});
  for (bool first = true; first || core_->has_work(); first = false) {
    auto out = core_->drain(first ? std::span<core::Letter>(letters) : std::span<core::Letter>{}, now_ms);
    if (dying_) break;  // nobody hears what a dying box says
    for (auto& outgoing : out) carry_out(outgoing);
  }
  if (dying_) crash();
}

void Bus::print(const core::SendPrint& print) {
  bool unknown = printer_fails_ > 0 && random_.one_in(printer_fails_);
  if (unknown) story_.tell(name() + ": the printer dies in mid-job");
  post(core::PrintAnswer{print.print, "printing", "1", {}});
  post(core::PrintAnswer{print.print, unknown ? "unknown" : "printed", "1", {}});
}

void Bus::carry_out(core::Outgoing& outgoing) {
  if (auto* answered = std::get_if<core::Answered>(&outgoing)) {
    told_(answered->ticket, answered->json);
  } else if (auto* pin = std::get_if<core::VerifyPin>(&outgoing)) {
    auto [known, fresh] = pins_.try_emplace(pin->hash + pin->pin, false);
    if (fresh) known->second = seal::verify_pin(pin->pin, pin->hash);
    post(core::PinAnswer{pin->ticket, known->second});
  } else if (auto* send = std::get_if<core::SendPrint>(&outgoing)) {
    print(*send);
  } else if (auto* round = std::get_if<core::SendExchange>(&outgoing)) {
    uplink_(*this, std::move(*round));
  }
}

}  // namespace karvan::sim
