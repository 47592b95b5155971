#include "sync/rules/roles.h"

#include <algorithm>
#include <array>

#include "storage/model/json.h"
#include "sync/rules/lists.h"

namespace karvan::rules {
namespace {

constexpr auto names =
    std::to_array<std::string_view>({"operator", "supervisor", "technician", "clerk", "auditor", "officer", "centre"});
constexpr std::size_t staff_bytes_max = 64 << 10;

json::array write_list(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

Result<std::vector<std::string>> read_list(const json::object& o, std::string_view key) {
  std::vector<std::string> list;
  if (!o.contains(key)) return list;
  TRY(auto members, json::array_at(o, key));
  for (const auto& member : *members) {
    if (!member.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(key)}}, "staff");
    list.emplace_back(member.get_string());
  }
  return list;
}

constexpr auto of_the_desk =
    std::to_array<std::string_view>({"start", "file", "change", "advance", "take_payment", "issue", "void", "show",
                                     "attach", "hand_over", "open_shift", "close_shift", "close"});
constexpr auto of_the_supervisor = std::to_array<std::string_view>(
    {"return", "approve", "resolve", "settle", "waive", "refund", "close_stop", "sign_over"});
constexpr auto of_the_clerk =
    std::to_array<std::string_view>({"change", "resolve", "settle", "return", "close", "erase"});
constexpr auto of_the_officer = std::to_array<std::string_view>({"decide", "close"});

template <std::size_t N>
bool among(const std::array<std::string_view, N>& acts, std::string_view act) {
  return std::find(acts.begin(), acts.end(), act) != acts.end();
}

bool built_in(Role role, std::string_view act) {
  if (role == Role::operator_) return among(of_the_desk, act);
  if (role == Role::supervisor) return among(of_the_desk, act) || among(of_the_supervisor, act);
  if (role == Role::clerk) return among(of_the_clerk, act);
  return role == Role::officer && among(of_the_officer, act);
}

// An officer speaks for institutions that are named; any other person may be of all of them.
bool works_for(const Staff& staff, const catalogue::Service& service) {
  const bool any = staff.institutions.empty() && staff.role != Role::officer;
  return (staff.services.empty() || contains(staff.services, service.id)) &&
         (any || contains(staff.institutions, service.institution.id));
}

}  // namespace

std::string_view name_of(Role role) { return names.at(static_cast<std::size_t>(role)); }

Result<Role> parse_role(std::string_view name) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return fail(Code::malformed, {{"role", std::string(name)}}, "role");
  return static_cast<Role>(found - names.begin());
}

std::string write_staff(const Staff& staff) {
  json::object o{{"id", staff.id}, {"name", staff.name}, {"role", name_of(staff.role)}, {"pin", staff.pin}};
  if (!staff.nodes.empty()) o["nodes"] = write_list(staff.nodes);
  if (!staff.services.empty()) o["services"] = write_list(staff.services);
  if (!staff.institutions.empty()) o["institutions"] = write_list(staff.institutions);
  o["active"] = staff.active;
  return json::write(o);
}

Result<Staff> parse_staff(std::string_view text) {
  TRY(auto o, json::parse_object(text, staff_bytes_max));
  Staff staff;
  TRY(staff.id, json::string_at(o, "id"));
  TRY(staff.name, json::string_at(o, "name"));
  TRY(auto role, json::string_at(o, "role"));
  TRY(staff.role, parse_role(role));
  staff.pin = json::string_or(o, "pin");
  TRY(staff.nodes, read_list(o, "nodes"));
  TRY(staff.services, read_list(o, "services"));
  TRY(staff.institutions, read_list(o, "institutions"));
  staff.active = json::bool_or(o, "active", true);
  return staff;
}

Result<void> may(const Staff& staff, std::string_view act, const catalogue::Service* service) {
  if (staff.role == Role::centre) return {};
  bool allowed = !service || works_for(staff, *service);
  const bool named = service && service->may.contains(std::string(act));
  allowed = allowed && (named ? service->allows(act, name_of(staff.role)) : built_in(staff.role, act));
  if (allowed) return {};
  return fail(Code::role_not_allowed, {{"act", std::string(act)}, {"role", std::string(name_of(staff.role))}});
}

bool works_at(const Staff& staff, std::string_view node) { return staff.nodes.empty() || contains(staff.nodes, node); }

}  // namespace karvan::rules
