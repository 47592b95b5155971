#include "tests/sim/bus.h"

#include <fmt/format.h>

#include <utility>

#include "storage/seal/hash.h"
#include "storage/seal/pin.h"

namespace karvan::sim {
namespace {

constexpr int io_failed = 10;                 // SQLITE_IOERR
constexpr std::uint64_t verified_one_in = 8;  // starts: reading the whole log costs as much as it is long
constexpr std::uint64_t changes_before_death_max = 40;
constexpr std::uint64_t syncs_failed_max = 3;
constexpr std::uint64_t capture_fails_one_in = 10;
constexpr std::uint64_t left_bytes_max = 300'000;  // on a disk that is full
constexpr std::size_t file_bytes_min = 200, file_bytes_more = 30'000;

line::Device device(const char* family) { return {family, family, "", line::Life::enabled, {}, ""}; }

}  // namespace

Bus::Bus(Setup setup, Random random, Story& story, Tally& tally, Wires wires)
    : setup_(std::move(setup)),
      random_(random),
      story_(story),
      tally_(tally),
      wires_(std::move(wires)),
      disk_(fmt::format("sim-{}-{}", setup_.label, reinterpret_cast<std::uintptr_t>(this))) {}

Bus::~Bus() { core_.reset(); }

bool Bus::start(std::int64_t now_ms) {
  auto opened =
      store::Store::open(store_file, setup_.key, {.vfs = disk_.name(), .verify = random_.one_in(verified_one_in)});
  if (!opened) {
    story_.broken("P1", label() + " does not open again: " + describe(opened.error()));
    return false;
  }
  auto core = core::Core::start(std::move(*opened), setup_.options, random_.entropy(), now_ms);
  if (!core && core.error().code == Code::disk_full) {
    story_.tell(label() + " has no room to start");
    return false;
  }
  if (!core) {
    story_.broken("P1", label() + " does not start again: " + describe(core.error()));
    return false;
  }
  core_ = std::move(*core);
  room_told_ = {};
  ++starts_;
  if (core_->book().latest() < latest_)
    story_.broken("P4", label() + ": after a start its hybrid time lies before what it had seen");
  post(core::DevicesAnswer{{device("camera"), device("scanner")}});
  story_.tell(fmt::format("{} starts ({})", label(), starts_));
  return true;
}

void Bus::crash() {
  disk_.cut();
  core_.reset();
  mailbox_.clear();
  // What a lying disk keeps by chance would be no rollback but a wreck.
  disk_.cut_power(disk_.lies() || random_.one_in(2) ? 0 : 1 + random_.below(4));
  disk_.heal();
  dies_at_ = 0;
  story_.tell(label() + " loses power");
}

void Bus::shut_down() {
  if (disk_.lies()) return crash();
  core_.reset();
  mailbox_.clear();
  disk_.heal();
  dies_at_ = 0;
  story_.tell(label() + " is shut down");
}

void Bus::crash_soon() {
  const auto changes = 1 + random_.below(changes_before_death_max);
  dies_at_ = disk_.count_changes() + changes;
  disk_.tear_change(changes);
}

void Bus::fail_soon(bool sync) {
  // Twice in a row: what a commit could not sync is not synced as the file is closed either, and stands in the log that
  // is read when it is opened again.
  if (sync)
    disk_.fail(test::Io::sync, 1 + random_.below(4), io_failed, 1 + random_.below(syncs_failed_max));
  else
    disk_.fail(test::Io::write, 1 + random_.below(changes_before_death_max), io_failed);
}

void Bus::fill_disk(std::optional<counter::Room> stage) {
  room_shows_ = stage.has_value();
  disk_.room(
      stage == counter::Room::enough ? 0 : disk_.bytes() + (stage ? free_in(*stage) : random_.below(left_bytes_max)));
}

// As a box asks its file system.
core::Tick Bus::ask_disk() {
  const auto left = disk_.bytes_left();
  room_told_.tell(room_shows_ ? std::optional(left) : std::nullopt, story_.now_ms());
  return room_shows_ ? core::Tick{left} : core::Tick{};
}

// What a commit moves that used the clock.
Bus::Written Bus::written() {
  auto& book = core_->book();
  const auto head = book.store().log().head();
  const auto office = book.store().cursors().get(book.office_feed());
  if (!head || !office) return written_;
  return {head->epoch, head->seq, office->position};
}

// Time that was used for what could not be committed nobody has seen.
void Bus::note_time() {
  if (auto now = written(); now != std::exchange(written_, now)) latest_ = core_->book().latest();
}

void Bus::step(std::int64_t now_ms) {
  if (!core_) return;
  auto letters = std::exchange(mailbox_, {});
  const bool idle = letters.empty();
  letters.push_back(ask_disk());
  for (bool first = true; first || core_->has_work(); first = false) {
    auto out = core_->drain(first ? std::span<core::Letter>(letters) : std::span<core::Letter>{}, now_ms);
    // Nobody hears what a dying box says.
    if (dies_at_ > 0 && disk_.count_changes() >= dies_at_) return crash();
    note_time();
    for (auto& outgoing : out) carry_out(outgoing);
  }
  if (idle) core_->tend();
}

void Bus::print(const core::SendPrint& print) {
  bool unknown = printer_fails_ > 0 && random_.one_in(printer_fails_);
  if (unknown) {
    tally_.note(Fault::printer_unknown);
    story_.tell(label() + ": the printer dies in mid-job");
  }
  post(core::PrintAnswer{print.print, "printing", "1", {}});
  post(core::PrintAnswer{print.print, unknown ? "unknown" : "printed", "1", {}});
}

void Bus::capture(const core::RunCapture& order) {
  core::CaptureAnswer answer;
  answer.capture = order.capture;
  answer.done = true;
  if (random_.one_in(capture_fails_one_in)) {
    answer.fault = line::Fault{line::FaultKind::operator_can_fix, "cover_open"};
  } else {
    auto bytes = random_.noise(file_bytes_min + random_.below(file_bytes_more));
    answer.attached = {"", seal::to_hex(seal::sha256(bytes)), bytes.size(), "image/jpeg", ""};
    answer.file_key = random_.bytes(16);
    files_[answer.attached.hash] = std::move(bytes);
  }
  post(std::move(answer));
}

void Bus::carry_out(core::Outgoing& outgoing) {
  if (auto* answered = std::get_if<core::Answered>(&outgoing)) {
    wires_.told(answered->ticket, answered->json);
  } else if (auto* pin = std::get_if<core::VerifyPin>(&outgoing)) {
    auto [known, fresh] = pins_.try_emplace(pin->hash + pin->pin, false);
    if (fresh) known->second = seal::verify_pin(pin->pin, pin->hash);
    post(core::PinAnswer{pin->ticket, known->second});
  } else if (auto* send = std::get_if<core::SendPrint>(&outgoing)) {
    print(*send);
  } else if (auto* round = std::get_if<core::SendExchange>(&outgoing)) {
    wires_.uplink(*this, std::move(*round));
  } else if (auto* piece = std::get_if<core::SendUpload>(&outgoing)) {
    wires_.upload(*this, std::move(*piece));
  } else if (auto* stick = std::get_if<core::WriteStick>(&outgoing)) {
    wires_.write_stick(std::move(*stick));
  } else if (std::holds_alternative<core::ReadStick>(outgoing)) {
    wires_.read_stick();
  } else if (auto* order = std::get_if<core::RunCapture>(&outgoing)) {
    capture(*order);
  } else if (auto* gone = std::get_if<core::RemoveFile>(&outgoing)) {
    files_.erase(gone->hash);
  }
}

}  // namespace karvan::sim
