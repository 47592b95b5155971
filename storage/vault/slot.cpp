#include "storage/vault/slot.h"

#include <algorithm>

#include "storage/seal/age_keys.h"
#include "storage/seal/hash.h"
#include "storage/seal/sodium.h"
#include "storage/vault/wrap.h"

namespace karvan::vault {
namespace {

constexpr std::size_t id_bytes = 4;
constexpr std::string_view passphrase_context = "karvan vault 1 slot passphrase";

seal::Key key_of_passphrase(std::string_view passphrase, const PassphraseLock& lock) {
  return seal::Key::copy_of(seal::Wiped(seal::argon2id(passphrase, lock.salt, lock.cost, wrapping_key_bytes)).view());
}

std::string_view kind_of(const Lock& lock) {
  if (std::holds_alternative<PassphraseLock>(lock)) return "passphrase";
  return std::holds_alternative<RecoveryLock>(lock) ? "recovery" : "tpm";
}

bool is_unknown(const Slot& slot) { return std::holds_alternative<UnknownLock>(slot.lock); }

tl::unexpected<Error> none_of(const std::vector<Slot>& slots, std::string_view kind) {
  const bool later = !slots.empty() && std::all_of(slots.begin(), slots.end(), is_unknown);
  if (later) return fail(Code::slot_unknown, {{"kind", slots.front().kind}}, "vault");
  return fail(Code::slot_missing, {{"kind", std::string(kind)}}, "vault");
}

Result<std::string> canonical(std::string_view recipient) {
  TRY(const std::string point, seal::parse_recipient(recipient));
  return seal::to_recipient(point);
}

Result<seal::Key> whole(seal::Key master) {
  if (master.size() != master_key_bytes) return fail(Code::key_length_wrong, {}, "vault: master key");
  return master;
}

// By the first slot with a lock of the kind that `open` opens; else the last one's error.
template <class OneLock, class Open>
Result<seal::Key> open_any(const std::vector<Slot>& slots, std::string_view kind, Open open) {
  Result<seal::Key> opened = none_of(slots, kind);
  for (const Slot& slot : slots) {
    const auto* lock = std::get_if<OneLock>(&slot.lock);
    if (lock == nullptr) continue;
    opened = open(*lock);
    if (opened) return whole(*std::move(opened));
  }
  return opened;
}

}  // namespace

bool is_label(std::string_view text) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (text.size() > label_bytes_max || std::any_of(text.begin(), text.end(), is_control)) return false;
  // Text that is no UTF-8 could be written but not read again.
  return json::parse_object(json::write(json::object{{"label", text}})).has_value();
}

Lock lock_by_passphrase(const seal::Key& master, std::string_view passphrase, const seal::Entropy& entropy,
                        const seal::Argon2Cost& cost) {
  PassphraseLock lock{entropy(seal::argon2_salt_bytes), cost, {}};
  lock.master = wrap(key_of_passphrase(passphrase, lock), master.view(), passphrase_context, entropy);
  return lock;
}

Result<Lock> lock_to_recipient(const seal::Key& master, const std::string& recipient, const seal::Entropy& entropy) {
  TRY(auto writer, seal::seal_to_recipient(recipient, entropy));
  TRY(auto name, canonical(recipient));
  RecoveryLock lock{std::move(name), writer->append(master.view())};
  lock.master += writer->finish();
  return lock;
}

Result<Lock> lock_by_tpm(const seal::Key& master, Sealer& sealer, const std::string& pcrs) {
  TRY(Sealed sealed, sealer.seal(master, pcrs));
  return TpmLock{std::move(sealed)};
}

Result<Slot> make_slot(SlotNote note, Lock lock, const seal::Entropy& entropy) {
  if (!is_label(note.label)) return fail(Code::malformed, {}, "vault: label");
  const std::string kind(kind_of(lock));
  return Slot{seal::to_hex(entropy(id_bytes)), kind, std::move(note), std::move(lock)};
}

Result<seal::Key> open_by_passphrase(const std::vector<Slot>& slots, std::string_view passphrase) {
  return open_any<PassphraseLock>(slots, "passphrase", [&](const PassphraseLock& lock) -> Result<seal::Key> {
    auto master = unwrap(key_of_passphrase(passphrase, lock), lock.master, passphrase_context);
    if (!master) return fail(Code::key_wrong, {}, "vault");
    return *std::move(master);
  });
}

Result<seal::Key> open_by_identity(const std::vector<Slot>& slots, const seal::AgeIdentity& identity) {
  return open_any<RecoveryLock>(slots, "recovery", [&](const RecoveryLock& lock) -> Result<seal::Key> {
    // Once it was stored as it was typed.
    if (canonical(lock.recipient) != identity.recipient) return fail(Code::key_wrong, {}, "vault: recovery");
    TRY(std::string plain, seal::open_with_identity(lock.master, identity));
    return seal::Key::copy_of(seal::Wiped(std::move(plain)).view());
  });
}

Result<seal::Key> open_by_tpm(const std::vector<Slot>& slots, Sealer& sealer) {
  return open_any<TpmLock>(slots, "tpm", [&](const TpmLock& lock) { return sealer.unseal(lock.master); });
}

bool has_kind(const std::vector<Slot>& slots, std::string_view kind) {
  return std::any_of(slots.begin(), slots.end(), [&](const Slot& slot) { return slot.kind == kind; });
}

Result<void> check_by_hand(const std::vector<Slot>& slots) {
  if (has_kind(slots, "passphrase")) return {};
  if (has_kind(slots, "recovery")) return fail(Code::passphrase_slot_missing, {}, "vault");
  return none_of(slots, "passphrase");
}

Result<void> check_left(const std::vector<Slot>& slots, MayBeOnlyWay may) {
  const bool tpm = has_kind(slots, "tpm"), headquarters = has_kind(slots, "recovery");
  if (has_kind(slots, "passphrase") || (tpm && headquarters)) return {};
  if ((tpm && may.tpm) || (headquarters && may.headquarters)) return {};
  if (headquarters) return fail(Code::slot_recovery_alone, {}, "vault");
  return fail(Code::slot_last, {}, "vault");
}

}  // namespace karvan::vault
