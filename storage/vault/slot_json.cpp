#include "storage/vault/slot_json.h"

#include <algorithm>
#include <utility>

#include "storage/seal/hash.h"
#include "storage/vault/vault_text.h"
#include "storage/vault/wrap.h"

namespace karvan::vault {
namespace {

constexpr std::size_t id_digits = 8;
constexpr std::size_t kind_bytes_max = 32;
constexpr std::size_t recipient_bytes_max = 128;
constexpr std::size_t age_bytes_max = 1024;  // of the master key's file
constexpr std::size_t made_at_bytes_max = 40;

tl::unexpected<Error> bad_slot(std::string where) { return fail(Code::database_damaged, {}, std::move(where)); }

Result<std::string> base64_at(const json::object& o, std::string_view key) {
  TRY(const std::string text, json::string_at(o, key));
  return seal::from_base64(text);
}

Result<std::uint32_t> count_at(const json::object& o, std::string_view key) {
  TRY(const std::int64_t count, json::integer_at(o, key));
  if (count < 0 || count > UINT32_MAX) return bad_slot("cost");
  return static_cast<std::uint32_t>(count);
}

Result<Lock> read_passphrase_lock(const json::object& o) {
  PassphraseLock lock;
  TRY(lock.salt, base64_at(o, "salt"));
  TRY(lock.cost.passes, count_at(o, "passes"));
  TRY(lock.cost.memory_kib, count_at(o, "memory_kib"));
  TRY(lock.master, base64_at(o, "master"));
  const bool good = seal::is_within_bounds(lock.cost) && lock.salt.size() == seal::argon2_salt_bytes &&
                    lock.master.size() == master_key_bytes + wrap_overhead_bytes;
  if (!good) return bad_slot("passphrase slot");
  return lock;
}

Result<Lock> read_recovery_lock(const json::object& o) {
  RecoveryLock lock;
  TRY(lock.recipient, json::string_at(o, "recipient"));
  TRY(lock.master, base64_at(o, "master"));
  if (lock.recipient.size() > recipient_bytes_max || lock.master.size() > age_bytes_max)
    return bad_slot("recovery slot");
  return lock;
}

Result<Lock> read_tpm_lock(const json::object& o) {
  TpmLock lock;
  TRY(lock.master.pcrs, json::string_at(o, "pcrs"));
  TRY(lock.master.public_area, base64_at(o, "public"));
  TRY(lock.master.private_area, base64_at(o, "private"));
  const bool good = lock.master.pcrs.size() <= pcrs_bytes_max && lock.master.public_area.size() <= tpm_area_bytes_max &&
                    lock.master.private_area.size() <= tpm_area_bytes_max;
  if (!good) return bad_slot("tpm slot");
  return lock;
}

Result<Lock> read_lock(const json::object& o, const std::string& kind) {
  if (kind == "passphrase") return read_passphrase_lock(o);
  if (kind == "recovery") return read_recovery_lock(o);
  if (kind == "tpm") return read_tpm_lock(o);
  if (json::write(o).size() > slot_bytes_max) return bad_slot("slot");
  return UnknownLock{o};
}

bool is_id(std::string_view id) {
  return id.size() == id_digits && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void write(json::object& to, const PassphraseLock& lock) {
  to["salt"] = seal::to_base64(lock.salt);
  to["passes"] = lock.cost.passes;
  to["memory_kib"] = lock.cost.memory_kib;
  to["master"] = seal::to_base64(lock.master);
}
void write(json::object& to, const RecoveryLock& lock) {
  to["recipient"] = lock.recipient;
  to["master"] = seal::to_base64(lock.master);
}
void write(json::object& to, const TpmLock& lock) {
  to["pcrs"] = lock.master.pcrs;
  to["public"] = seal::to_base64(lock.master.public_area);
  to["private"] = seal::to_base64(lock.master.private_area);
}
// What it has not (it was read from version 1) it gets; the rest keeps its place.
void write(json::object& to, const UnknownLock& lock) {
  json::object known = std::exchange(to, lock.fields);
  for (const auto& [name, value] : known) to.insert_or_assign(name, value);
}

}  // namespace

json::object to_json(const Slot& slot) {
  json::object object{{"id", slot.id}, {"kind", slot.kind}, {"label", slot.note.label}, {"made_at", slot.note.made_at}};
  std::visit([&](const auto& lock) { write(object, lock); }, slot.lock);
  return object;
}

Result<Slot> read_slot(const json::object& o, std::int64_t version) {
  Slot slot;
  TRY(slot.kind, json::string_at(o, "kind"));
  if (!is_name(slot.kind) || slot.kind.size() > kind_bytes_max) return bad_slot("slot kind");
  TRY(slot.lock, read_lock(o, slot.kind));
  if (version == 1) {
    slot.id = seal::to_hex(seal::sha256(json::write(o))).substr(0, id_digits);
    return slot;
  }
  TRY(slot.id, json::string_at(o, "id"));
  TRY(slot.note.label, json::string_at(o, "label"));
  TRY(slot.note.made_at, json::string_at(o, "made_at"));
  const bool good = is_id(slot.id) && is_label(slot.note.label) && slot.note.made_at.size() <= made_at_bytes_max &&
                    is_label(slot.note.made_at);
  if (!good) return bad_slot("slot");
  return slot;
}

}  // namespace karvan::vault
