#include "node/ports/logbook.h"

#include "node/core/rows.h"
#include "node/ports/box.h"
#include "storage/model/json.h"
#include "storage/seal/hash.h"

namespace karvan::ports {

namespace {

constexpr std::size_t lines_at_once = 500;

std::string text_of(const store::LogLine& line) {
  if (!line.erased) return line.line;
  return json::write(
      json::object{{"erased", true}, {"epoch", line.epoch}, {"seq", line.seq}, {"digest", seal::to_hex(line.digest)}});
}

Result<void> show_epoch(store::Log log, const store::EpochMarks& epoch, std::ostream& out) {
  for (std::uint64_t next = 1; next <= epoch.last;) {
    TRY(auto lines, log.lines(epoch.epoch, next, lines_at_once));
    if (lines.empty()) break;
    for (const auto& line : lines) out << text_of(line) << '\n';
    next = lines.back().seq + 1;
  }
  return {};
}

void say(const store::Chain& chain, std::string_view pages, std::ostream& out) {
  out << "The chain holds: " << chain.count << " operations, head " << chain.head.epoch << "/" << chain.head.seq << " "
      << seal::to_hex(chain.head.hash) << ". " << pages << '\n';
}

}  // namespace

Result<void> show_log(const std::string& folder, const Opener& opener, std::ostream& out) {
  TRY(auto reader, open_reader(folder, opener));
  TRY(auto epochs, reader.log().marks());
  for (const auto& epoch : epochs) TRY_VOID(show_epoch(reader.log(), epoch, out));
  return {};
}

Result<void> show_day(const std::string& folder, const Opener& opener, const std::string& date, std::ostream& out) {
  TRY(auto reader, open_reader(folder, opener));
  TRY(auto row, reader.documents().get(core::sheet_kind, date));
  if (!row) return fail(Code::not_found, {{"date", date}}, "day sheet");
  TRY(auto sheet, core::read_sheet(row->bytes));
  out << sheet.note;
  return {};
}

Result<void> verify_log(const std::string& folder, const Opener& opener, std::ostream& out) {
  auto box = Box::open(folder, opener, Box::Damage::is_told);
  if (!box && box.error().code != Code::busy) return tl::unexpected<Error>(box.error());
  if (box) {
    TRY(auto chain, box->store().log().verify_chain());
    say(chain, "Every page of the database is whole.", out);
    return {};
  }
  TRY(auto reader, open_reader(folder, opener));
  TRY(auto chain, reader.log().verify_chain());
  say(chain, "A node is running on it, so that the database's pages were not checked one by one.", out);
  return {};
}

}  // namespace karvan::ports
