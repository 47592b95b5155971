#include "node/api/standing.h"

#include <algorithm>

namespace karvan::api {
namespace {

using model::Fate;

bool judged(const store::LogLine& line) { return line.entry != 0; }

std::string trouble_of(const store::LogLine& line) {
  if (!judged(line)) return "";
  if (line.fate == Fate::refused) return "refused";
  if (line.fate == Fate::held) return "held";
  return line.fate == Fate::waiting || line.fate == Fate::parked ? "waiting" : "";
}

// The further down, the worse.
int rank(std::string_view state) {
  constexpr std::string_view order[] = {"settled", "received", "sending", "saved_here", "waiting", "held", "refused"};
  for (int i = 0; i < 7; ++i)
    if (order[i] == state) return i;
  return 0;
}

std::string state_of(const store::LogLine& line, const Marks& marks) {
  if (auto trouble = trouble_of(line); !trouble.empty()) return trouble;
  if (judged(line)) return "settled";
  auto mark = mark_of(line, marks);
  return mark == "pending" ? "saved_here" : mark == "sent" ? "sending" : "received";
}

}  // namespace

Result<Marks> marks_of(core::Book& book) {
  TRY(auto list, book.store().log().unsafe_marks());
  Marks marks;
  for (auto& epoch : list) marks.emplace(epoch.epoch, epoch);
  return marks;
}

std::string mark_of(const store::LogLine& line, const Marks& marks) {
  auto epoch = marks.find(line.epoch);
  if (epoch == marks.end()) return "safe";
  if (line.seq <= epoch->second.safe) return "safe";
  if (judged(line) && trouble_of(line) != "waiting") return "settled";
  if (line.seq <= epoch->second.received) return "received";
  return line.seq <= epoch->second.sent ? "sent" : "pending";
}

Standing standing_of(const std::vector<store::LogLine>& lines, const Marks& marks, const model::Record& record) {
  const bool holds =
      std::any_of(record.fields.begin(), record.fields.end(), [](const auto& f) { return f.second.held; });
  Standing worst{"settled", ""};
  if (holds) worst = {"held", std::string(name_of(Code::field_held))};
  for (const auto& line : lines) {
    auto state = state_of(line, marks);
    if (state == "held") state = "settled";  // whether it holds still, the record tells
    if (rank(state) > rank(worst.state)) worst = {std::move(state), line.reason};
  }
  return worst;
}

Result<std::map<std::string, std::int64_t>> numbers_left(core::Book& book) {
  std::map<std::string, std::int64_t> left;
  for (const auto& lease : book.leases()) {
    if (left.contains(lease.kind)) continue;
    TRY(left[lease.kind], book.numbers_left(lease.kind));
  }
  return left;
}

std::string name_of_staff(core::Book& book, std::string_view id) {
  const auto* staff = book.staff(id);
  return staff ? staff->name : std::string(id);
}

show::NameOf names_in(core::Book& book) {
  return [&book](const std::string& id) { return name_of_staff(book, id); };
}

json::object write_link(const core::Book& book, const core::Link& link) {
  auto unsent = book.store().log().count_unsent();
  return {{"state", core::name_of(link.state())},
          {"since", link.since_ms()},
          {"sent", link.sent()},
          {"total", std::max<std::uint64_t>(unsent.value_or(0), link.sent())}};
}

}  // namespace karvan::api
