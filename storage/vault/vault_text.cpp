#include "storage/vault/vault_text.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "storage/vault/slot_json.h"
#include "storage/vault/wrap.h"

namespace karvan::vault {
namespace {

constexpr std::int64_t version = 2;
constexpr std::size_t mac_bytes = 32;

json::object to_json(const Entry& entry) {
  return {{"kind", entry.kind}, {"name", entry.name}, {"sealed", seal::to_base64(entry.sealed)}};
}

template <class T>
json::array to_array(const std::vector<T>& list) {
  json::array array;
  for (const T& one : list) array.push_back(to_json(one));
  return array;
}

std::string sum_of(const std::string& body, std::string_view mac) {
  return seal::to_hex(seal::sha256(body + std::string(mac)));
}

tl::unexpected<Error> damaged(std::string where) { return fail(Code::database_damaged, {}, "vault: " + where); }

Result<Entry> read_entry(const json::object& o) {
  Entry entry;
  TRY(entry.kind, json::string_at(o, "kind"));
  TRY(entry.name, json::string_at(o, "name"));
  TRY(const std::string sealed, json::string_at(o, "sealed"));
  TRY(entry.sealed, seal::from_base64(sealed));
  const bool good = is_name(entry.name) && (entry.kind == "key" || entry.kind == "secret") &&
                    entry.sealed.size() >= wrap_overhead_bytes &&
                    entry.sealed.size() <= secret_bytes_max + wrap_overhead_bytes;
  if (!good) return damaged("entry");
  return entry;
}

template <class T, class Read>
Result<std::vector<T>> list_at(const json::object& o, std::string_view key, std::size_t count_max, Read read) {
  TRY(const json::array* array, json::array_at(o, key));
  if (array->size() > count_max) return damaged("count");
  std::vector<T> list;
  for (const json::value& value : *array) {
    const json::object* one = value.if_object();
    if (one == nullptr) return damaged("list");
    TRY(T read_one, read(*one));
    list.push_back(std::move(read_one));
  }
  return list;
}

Result<VaultText> read_body(const json::object& body) {
  TRY(const std::int64_t v, json::integer_at(body, "v"));
  if (v > version) return fail(Code::newer_schema, {}, "vault");
  if (v < 1) return damaged("version");
  VaultText vault;
  if (v >= 2) {
    TRY(vault.box, json::string_at(body, "box"));
  }
  if (!vault.box.empty() && !is_name(vault.box)) return damaged("box");
  TRY(vault.slots, list_at<Slot>(body, "slots", slots_max, [&](const json::object& o) { return read_slot(o, v); }));
  TRY(vault.entries, list_at<Entry>(body, "entries", entries_max, read_entry));
  return vault;
}

Result<ParsedVault> parse(std::string_view text) {
  TRY(const json::object whole, json::parse_object(text, vault_bytes_max));
  TRY(const json::object* body, json::object_at(whole, "vault"));
  ParsedVault parsed;
  // Our own writer made it, so that writing what was read gives the same bytes, of a slot of a later version too.
  parsed.body = json::write(*body);
  TRY(const std::string mac, json::string_at(whole, "mac"));
  TRY(parsed.mac, seal::from_hex(mac));
  TRY(const std::string sum, json::string_at(whole, "sum"));
  if (parsed.mac.size() != mac_bytes || sum != sum_of(parsed.body, parsed.mac)) return damaged("sum");
  // Only now: a flipped bit in the version must not send anybody to look for a newer program.
  TRY(parsed.vault, read_body(*body));
  return parsed;
}

}  // namespace

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string body_of(const VaultText& vault) {
  return json::write(json::object{
      {"v", version}, {"box", vault.box}, {"slots", to_array(vault.slots)}, {"entries", to_array(vault.entries)}});
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
