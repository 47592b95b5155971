#include <algorithm>

#include "storage/seal/hash.h"
#include "sync/central/api/institution.h"
#include "sync/central/cli/commands.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/roster.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

Result<void> check_institution(const House& house, Files& files, const std::string& institution) {
  Reference reference(files.records, seal::verifying(house.keys.signing));
  TRY_VOID(reference.refresh());
  auto all = reference.institutions(rules::civil_date(house.now_ms()));
  bool known = std::find(all.begin(), all.end(), institution) != all.end();
  return known ? Result<void>{} : fail(Code::not_found, {{"institution", institution}}, "institution");
}

json::object show(const InstitutionKey& key) {
  return {{"id", key.id},       {"institution", key.institution}, {"name", key.name},
          {"staff", key.staff}, {"made_at", key.made_ms},         {"revoked", key.revoked_ms.has_value()}};
}

// Whoever holds the key acts as this officer. No PIN: nobody signs in by this name.
rules::Staff officer_of(const MadeKey& made, const std::string& institution, const std::string& name) {
  rules::Staff officer;
  officer.id = "key-" + made.id;
  officer.name = name;
  officer.role = rules::Role::officer;
  officer.institutions = {institution};
  return officer;
}

}  // namespace

Result<json::object> make_institution_key(const House& house, const std::string& institution, const std::string& name) {
  if (name.empty() || name.size() > name_bytes_max) return fail(Code::malformed, {}, "name");
  TRY(auto files, open_files(house.files));
  TRY_VOID(check_institution(house, files, institution));
  auto made = make_institution_key(house.entropy);
  auto officer = officer_of(made, institution, name);
  TRY_VOID(put_staff(files, officer));
  InstitutionKey key{made.id, made.digest, institution, officer.id, name, house.now_ms()};
  TRY_VOID(in_transaction(files.records, [&] { return InstitutionKeys(files.records).put(key); }));
  auto shown = show(key);
  shown["key"] = made.text;
  return shown;
}

Result<json::object> revoke_institution_key(const House& house, const std::string& id) {
  TRY(auto files, open_files(house.files));
  TRY(auto key, InstitutionKeys(files.records).get(id));
  if (!key) return fail(Code::not_found, {{"id", id}}, "institution key");
  TRY_VOID(in_transaction(files.records, [&] { return InstitutionKeys(files.records).revoke(id, house.now_ms()); }));
  TRY(auto officer, Roster(files.records).get(key->staff));
  if (officer) {
    officer->active = false;
    TRY_VOID(put_staff(files, *officer));
  }
  key->revoked_ms = house.now_ms();
  return show(*key);
}

Result<json::object> list_institution_keys(const House& house) {
  TRY(auto files, open_files(house.files));
  TRY(auto keys, InstitutionKeys(files.records).list());
  json::array list;
  for (const auto& key : keys) list.push_back(show(key));
  return json::object{{"keys", std::move(list)}};
}

}  // namespace karvan::central
