#include <algorithm>

#include "storage/seal/pin.h"
#include "sync/central/cli/commands.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/roster.h"

namespace karvan::central {
namespace {

constexpr std::size_t pin_digits = 6;

std::string make_pin(const seal::Entropy& entropy) {
  std::string pin;
  while (pin.size() < pin_digits) {
    auto byte = static_cast<unsigned char>(entropy(1).front());
    if (byte < 250) pin += static_cast<char>('0' + byte % 10);  // 250 and above would favour low digits
  }
  return pin;
}

// The Latin letters and digits of the first word, small.
std::string slug(const std::string& name) {
  std::string id;
  for (char c : name.substr(0, name.find(' '))) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) id += c;
  }
  return id.empty() ? "staff" : id;
}

bool sound_id(const std::string& id) {
  return !id.empty() && id.size() <= 32 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == id.npos &&
         id != centre_node;
}

Result<std::string> free_id(Roster& roster, const NewStaff& wanted) {
  std::string base = wanted.id.empty() ? slug(wanted.name) : wanted.id;
  std::string id = base;
  for (int n = 2;; ++n) {
    TRY(auto taken, roster.get(id));
    if (!taken && sound_id(id)) return id;
    if (!wanted.id.empty() || n > 1'000)
      return fail(taken ? Code::exists_already : Code::malformed, {{"id", id}}, "staff");
    id = base + std::to_string(n);
  }
}

json::object show(const rules::Staff& staff) {
  return {{"id", staff.id}, {"name", staff.name}, {"role", rules::name_of(staff.role)}};
}

Result<rules::Staff> person(Files& files, const std::string& id) {
  TRY(auto found, Roster(files.records).get(id));
  if (!found) return fail(Code::not_found, {{"id", id}}, "staff");
  return *found;
}

Result<json::object> put_with_new_pin(Files& files, rules::Staff staff, const seal::Entropy& entropy) {
  std::string pin = make_pin(entropy);
  staff.pin = seal::hash_pin(pin, entropy);
  TRY_VOID(put_staff(files, staff));
  auto shown = show(staff);
  shown["pin"] = pin;
  return shown;
}

}  // namespace

Result<json::object> add_staff(const House& house, const NewStaff& wanted) {
  if (wanted.name.empty() || wanted.name.size() > name_bytes_max) return fail(Code::malformed, {}, "name");
  rules::Staff staff;
  TRY(staff.role, rules::parse_role(wanted.role));
  if (staff.role == rules::Role::centre) return fail(Code::malformed, {{"role", wanted.role}}, "role");
  TRY(auto files, open_files(house.files));
  Roster roster(files.records);
  TRY(staff.id, free_id(roster, wanted));
  staff.name = wanted.name;
  staff.nodes = wanted.nodes;
  staff.services = wanted.services;
  staff.institutions = wanted.institutions;
  return put_with_new_pin(files, std::move(staff), house.entropy);
}

Result<json::object> reset_pin(const House& house, const std::string& id) {
  TRY(auto files, open_files(house.files));
  TRY(auto staff, person(files, id));
  staff.active = true;
  return put_with_new_pin(files, std::move(staff), house.entropy);
}

Result<json::object> dismiss_staff(const House& house, const std::string& id) {
  TRY(auto files, open_files(house.files));
  TRY(auto staff, person(files, id));
  staff.active = false;
  TRY_VOID(put_staff(files, staff));
  return show(staff);
}

Result<json::object> list_staff(const House& house) {
  TRY(auto files, open_files(house.files));
  TRY(auto people, Roster(files.records).list());
  json::array list;
  for (const auto& staff : people) {
    auto shown = show(staff);
    shown["active"] = staff.active;
    list.push_back(std::move(shown));
  }
  return json::object{{"staff", std::move(list)}};
}

}  // namespace karvan::central
