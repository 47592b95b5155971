#include "sync/trust/fleet.h"

#include <algorithm>
#include <charconv>

namespace karvan::trust {

namespace {

constexpr std::string_view title = "karvan/fleet/v1";

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
  if (revoked.node.empty()) return fail(Code::malformed, {}, "fleet");
  return revoked;
}

}  // namespace

std::string sign_fleet(const FleetState& state, const seal::SigningKey& centre) {
  std::string text(title);
  text.append("\nepoch ").append(state.centre_epoch).append("\nnumber ").append(std::to_string(state.number));
  text.push_back('\n');
  for (const auto& r : state.revoked) {
    text.append("revoked ").append(r.node).append(" ").append(r.epoch).append(" ");
    text.append(std::to_string(r.seq)).push_back('\n');
  }
  return seal::sign_note(text, centre);
}

Result<FleetState> open_fleet(std::string_view note, const seal::VerifyingKey& centre) {
  TRY(auto text, seal::open_note(note, centre));
  std::string_view rest = text;
  if (cut(rest, '\n') != title) return fail(Code::malformed, {}, "fleet");
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

bool is_revoked(const FleetState& state, std::string_view node) {
  return std::any_of(state.revoked.begin(), state.revoked.end(), [&](const Revoked& r) { return r.node == node; });
}

}  // namespace karvan::trust
