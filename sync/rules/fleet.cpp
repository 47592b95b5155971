#include "sync/rules/fleet.h"

#include <algorithm>
#include <charconv>

namespace karvan::rules {

namespace {

constexpr std::string_view fleet_title = "karvan/fleet/v1";
constexpr std::string_view nothing = "-";

// Up to the next `end`, which is taken away too.
std::string_view cut(std::string_view& rest, char end) {
  auto part = rest.substr(0, rest.find(end));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

Result<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return fail(Code::malformed, {}, "fleet");
  return number;
}

Result<std::string> member(std::string_view& rest, std::string_view name) {
  auto line = cut(rest, '\n');
  if (cut(line, ' ') != name || line.empty()) return fail(Code::malformed, {}, "fleet");
  return std::string(line);
}

Result<Revoked> revoked_of(std::string_view line) {
  Revoked revoked;
  revoked.node = cut(line, ' ');
  revoked.epoch = cut(line, ' ');
  TRY(revoked.seq, number_of(line));
  if (revoked.node.empty() || revoked.epoch.empty()) return fail(Code::malformed, {}, "fleet");
  if (revoked.epoch == nothing) revoked.epoch.clear();
  return revoked;
}

}  // namespace

std::string write_fleet(const FleetState& state) {
  std::string text(fleet_title);
  text.append("\nepoch ").append(state.centre_epoch).append("\nnumber ").append(std::to_string(state.number));
  text.push_back('\n');
  for (const auto& r : state.revoked) {
    text.append("revoked ").append(r.node).append(" ").append(r.epoch.empty() ? nothing : r.epoch).append(" ");
    text.append(std::to_string(r.seq)).push_back('\n');
  }
  return text;
}

Result<FleetState> parse_fleet(std::string_view rest) {
  if (cut(rest, '\n') != fleet_title) return fail(Code::malformed, {}, "fleet");
  FleetState state;
  TRY(state.centre_epoch, member(rest, "epoch"));
  TRY(auto number, member(rest, "number"));
  TRY(state.number, number_of(number));
  while (!rest.empty()) {
    if (state.revoked.size() == revoked_max) return fail(Code::malformed, {}, "fleet");
    TRY(auto line, member(rest, "revoked"));
    TRY(auto revoked, revoked_of(line));
    state.revoked.push_back(std::move(revoked));
  }
  return state;
}

bool supersedes(const FleetState& fresh, const FleetState& held, std::string_view current_epoch) {
  if (fresh.centre_epoch == held.centre_epoch) return fresh.number > held.number;
  return fresh.centre_epoch == current_epoch;
}

const Revoked* revoked(const FleetState& state, std::string_view node) {
  auto found = std::find_if(state.revoked.begin(), state.revoked.end(), [&](const auto& r) { return r.node == node; });
  return found == state.revoked.end() ? nullptr : &*found;
}

}  // namespace karvan::rules
