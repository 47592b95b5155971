#include "storage/vault/vault_text.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/vault/wrap.h"

namespace karvan::vault {
namespace {

constexpr std::int64_t version = 1;
constexpr std::size_t mac_bytes = 32;

json::object to_json(const Slot& slot) {
  return {{"kind", slot.kind},
          {"salt", seal::to_base64(slot.salt)},
          {"passes", slot.cost.passes},
          {"memory_kib", slot.cost.memory_kib},
          {"master", seal::to_base64(slot.master)}};
}

json::object to_json(const Entry& entry) {
  return {{"kind", entry.kind}, {"name", entry.name}, {"sealed", seal::to_base64(entry.sealed)}};
}

template <class T>
json::array to_json(const std::vector<T>& list) {
  json::array array;
  for (const T& one : list) array.push_back(to_json(one));
  return array;
}

std::string sum_of(const std::string& body, std::string_view mac) {
  return seal::to_hex(seal::sha256(body + std::string(mac)));
}

tl::unexpected<Error> damaged(std::string where) { return fail(Code::database_damaged, {}, "vault: " + where); }

Result<std::string> base64_at(const json::object& o, std::string_view key) {
  TRY(const std::string text, json::string_at(o, key));
  return seal::from_base64(text);
}

Result<std::uint32_t> count_at(const json::object& o, std::string_view key) {
  TRY(const std::int64_t count, json::integer_at(o, key));
  if (count < 0 || count > UINT32_MAX) return damaged("cost");
  return static_cast<std::uint32_t>(count);
}

Result<void> read(const json::object& o, Slot& slot) {
  TRY(slot.kind, json::string_at(o, "kind"));
  TRY(slot.salt, base64_at(o, "salt"));
  TRY(slot.cost.passes, count_at(o, "passes"));
  TRY(slot.cost.memory_kib, count_at(o, "memory_kib"));
  TRY(slot.master, base64_at(o, "master"));
  const bool good = seal::is_within_bounds(slot.cost) && slot.salt.size() == seal::argon2_salt_bytes &&
                    slot.master.size() == wrapping_key_bytes + wrap_overhead_bytes;
  if (!good) return damaged("slot");
  return {};
}

Result<void> read(const json::object& o, Entry& entry) {
  TRY(entry.kind, json::string_at(o, "kind"));
  TRY(entry.name, json::string_at(o, "name"));
  TRY(entry.sealed, base64_at(o, "sealed"));
  const bool good = is_name(entry.name) && (entry.kind == "key" || entry.kind == "secret") &&
                    entry.sealed.size() >= wrap_overhead_bytes &&
                    entry.sealed.size() <= secret_bytes_max + wrap_overhead_bytes;
  if (!good) return damaged("entry");
  return {};
}

template <class T>
Result<std::vector<T>> list_at(const json::object& o, std::string_view key, std::size_t count_max) {
  TRY(const json::array* array, json::array_at(o, key));
  if (array->size() > count_max) return damaged("count");
  std::vector<T> list(array->size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::object* one = (*array)[i].if_object();
    if (one == nullptr) return damaged("list");
    TRY_VOID(read(*one, list[i]));
  }
  return list;
}

Result<ParsedVault> parse(std::string_view text) {
  TRY(const json::object whole, json::parse_object(text, vault_bytes_max));
  TRY(const json::object* body, json::object_at(whole, "vault"));
  TRY(const std::int64_t v, json::integer_at(*body, "v"));
  if (v > version) return fail(Code::newer_schema, {}, "vault");
  if (v != version) return damaged("version");
  ParsedVault parsed;
  TRY(parsed.vault.slots, list_at<Slot>(*body, "slots", slots_max));
  TRY(parsed.vault.entries, list_at<Entry>(*body, "entries", entries_max));
  TRY(const std::string mac, json::string_at(whole, "mac"));
  TRY(parsed.mac, seal::from_hex(mac));
  TRY(const std::string sum, json::string_at(whole, "sum"));
  if (parsed.mac.size() != mac_bytes || sum != sum_of(body_of(parsed.vault), parsed.mac)) return damaged("sum");
  return parsed;
}

}  // namespace

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string body_of(const VaultText& vault) {
  return json::write(
      json::object{{"v", version}, {"slots", to_json(vault.slots)}, {"entries", to_json(vault.entries)}});
}

std::string write_vault(const VaultText& vault, std::string_view mac) {
  const std::string body = body_of(vault);
  return R"({"vault":)" + body + R"(,"mac":")" + seal::to_hex(mac) + R"(","sum":")" + sum_of(body, mac) + "\"}\n";
}

Result<ParsedVault> parse_vault(std::string_view text) {
  auto parsed = parse(text);
  if (!parsed && parsed.error().code != Code::newer_schema) return damaged(describe(parsed.error()));
  return parsed;
}

}  // namespace karvan::vault
