#include "sync/central/api/sign_in.h"

#include "storage/model/json.h"
#include "storage/seal/pin.h"
#include "sync/central/store/roster.h"

namespace karvan::central {
namespace {

constexpr std::size_t body_bytes_max = 4 << 10;

Result<void> count_try(Files& files, std::string_view id, int tries) {
  return in_transaction(files.records, [&] { return Roster(files.records).set_tries(id, tries); });
}

}  // namespace

bool may_enter(const rules::Staff& staff) {
  using rules::Role;
  return staff.active && (staff.role == Role::supervisor || staff.role == Role::clerk || staff.role == Role::auditor);
}

Result<rules::Staff> sign_in(Files& files, std::string_view body) {
  TRY(auto o, json::parse_object(body, body_bytes_max));
  TRY(auto id, json::string_at(o, "staff"));
  TRY(auto pin, json::string_at(o, "pin"));
  Roster roster(files.records);
  TRY(auto person, roster.get(id));
  TRY(auto tries, roster.tries(id));
  if (person && tries >= pin_tries_max) return fail(Code::pin_disabled);
  // Counted before it is looked at: whoever stops the program meanwhile has had one try more.
  if (person) TRY_VOID(count_try(files, id, tries + 1));
  if (!person || !person->active || !seal::verify_pin(pin, person->pin))
    return fail(Code::pin_wrong, {{"left", std::to_string(person ? pin_tries_max - tries - 1 : pin_tries_max - 1)}});
  TRY_VOID(count_try(files, id, 0));
  if (!may_enter(*person)) return fail(Code::role_not_allowed, {{"role", std::string(rules::name_of(person->role))}});
  return *person;
}

}  // namespace karvan::central
