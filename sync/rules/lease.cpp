#include "sync/rules/lease.h"

#include <algorithm>
#include <charconv>

namespace karvan::rules {
namespace {

constexpr std::string_view lease_title = "karvan/lease/v1\n";

// Takes one "NAME VALUE\n" line off the front.
Result<std::string_view> lease_member(std::string_view& rest, std::string_view name) {
  auto end = rest.find('\n');
  if (end == rest.npos || !rest.starts_with(name) || end <= name.size() || rest[name.size()] != ' ')
    return fail(Code::malformed, {}, "lease: " + std::string(name));
  auto value = rest.substr(name.size() + 1, end - name.size() - 1);
  rest.remove_prefix(end + 1);
  return value;
}

Result<std::int64_t> number(std::string_view& rest, std::string_view name) {
  TRY(auto text, lease_member(rest, name));
  std::int64_t value = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad != std::errc{} || end != text.data() + text.size() || value < 0)
    return fail(Code::malformed, {}, "lease: " + std::string(name));
  return value;
}

}  // namespace

std::string write_lease(const Lease& lease) {
  return std::string(lease_title) + "id " + lease.id + "\nnode " + lease.node + "\nkind " + lease.kind + "\nfirst " +
         std::to_string(lease.first) + "\nlast " + std::to_string(lease.last) + "\nissued " +
         std::to_string(lease.issued_ms) + "\nnot_after " + std::to_string(lease.not_after_ms) + "\n";
}

Result<Lease> parse_lease(std::string_view text) {
  if (!text.starts_with(lease_title)) return fail(Code::malformed, {}, "lease");
  text.remove_prefix(lease_title.size());
  Lease lease;
  TRY(lease.id, lease_member(text, "id"));
  TRY(lease.node, lease_member(text, "node"));
  TRY(lease.kind, lease_member(text, "kind"));
  TRY(lease.first, number(text, "first"));
  TRY(lease.last, number(text, "last"));
  TRY(lease.issued_ms, number(text, "issued"));
  TRY(lease.not_after_ms, number(text, "not_after"));
  bool sound = text.empty() && !lease.id.empty() && !lease.kind.empty() && lease.first >= 1 &&
               lease.last >= lease.first && lease.last - lease.first < lease_numbers_max;
  if (!sound) return fail(Code::malformed, {}, "lease");
  return lease;
}

bool contains(const Lease& lease, const model::Serial& serial) {
  return serial.kind == lease.kind && serial.number >= lease.first && serial.number <= lease.last;
}

bool expired(const Lease& lease, std::int64_t now_ms_high) { return now_ms_high > lease.not_after_ms; }

Usage after_one(Usage usage, std::string_view day) {
  if (usage.day != day) {
    // A busy day counts at once, quiet ones lower it slowly.
    const auto before = usage.per_day;
    usage.per_day = std::max(usage.today, (before * 7 + usage.today + 7) / 8);
    if (usage.day.empty()) usage.per_day = 0;
    usage.day = day;
    usage.today = 0;
  }
  ++usage.today;
  return usage;
}

std::int64_t per_day(const Usage& usage) { return std::max(usage.today, usage.per_day); }

std::string write_usage(const Usage& usage) {
  return usage.day + " " + std::to_string(usage.today) + " " + std::to_string(usage.per_day);
}

Usage parse_usage(std::string_view text) {
  Usage usage;
  const auto first = text.find(' '), second = text.find(' ', first + 1);
  if (first == text.npos || second == text.npos) return {};
  usage.day = text.substr(0, first);
  const auto today = text.substr(first + 1, second - first - 1), rate = text.substr(second + 1);
  auto a = std::from_chars(today.data(), today.data() + today.size(), usage.today);
  auto b = std::from_chars(rate.data(), rate.data() + rate.size(), usage.per_day);
  const bool sound = a.ec == std::errc{} && b.ec == std::errc{} && usage.today >= 0 && usage.per_day >= 0;
  return sound ? usage : Usage{};
}

std::int64_t lease_target(std::int64_t per_day) {
  return std::clamp(std::min(per_day, lease_held_max) * lease_days, lease_size, lease_held_max);
}

bool runs_low(std::int64_t held, std::int64_t per_day) { return held < lease_target(per_day) / 2; }

}  // namespace karvan::rules
