#include <algorithm>

#include "storage/vault/vault.h"
#include "storage/vault/wrap.h"

// How a vault's slots come, go and are made anew.
namespace karvan::vault {
namespace {

tl::unexpected<Error> left_behind(const Slot& slot) {
  return fail(Code::slot_left_behind, {{"id", slot.id}, {"kind", slot.kind}}, "vault");
}

// `old_slot` alone, so that each passphrase slot is tried by itself.
Result<Lock> relock(const Slot& old_slot, const seal::Key& master, const Carried& carried, const seal::Entropy& entropy,
                    const seal::Argon2Cost& cost) {
  if (std::holds_alternative<PassphraseLock>(old_slot.lock)) {
    if (!carried.passphrase || !open_by_passphrase({old_slot}, *carried.passphrase)) return left_behind(old_slot);
    return lock_by_passphrase(master, *carried.passphrase, entropy, cost);
  }
  if (const auto* recovery = std::get_if<RecoveryLock>(&old_slot.lock)) {
    return lock_to_recipient(master, recovery->recipient, entropy);
  }
  if (const auto* tpm = std::get_if<TpmLock>(&old_slot.lock)) {
    if (carried.tpm == nullptr) return left_behind(old_slot);
    return lock_by_tpm(master, *carried.tpm, tpm->master.pcrs);
  }
  return fail(Code::slot_unknown, {{"id", old_slot.id}, {"kind", old_slot.kind}}, "vault");
}

// A box that lived with one way alone may go on so.
MayBeOnlyWay lived_with(const std::vector<Slot>& slots) {
  return {check_left(slots, {true, false}).has_value() && !check_left(slots, {}).has_value(),
          check_left(slots, {false, true}).has_value() && !check_left(slots, {}).has_value()};
}

}  // namespace

Result<std::string> Vault::add(SlotNote note, Lock lock, const seal::Entropy& entropy) {
  if (text_.slots.size() == slots_max) return fail(Code::body_too_large, {}, "vault: slots");
  TRY(Slot slot, make_slot(std::move(note), std::move(lock), entropy));
  text_.slots.push_back(std::move(slot));
  return text_.slots.back().id;
}

Result<std::string> Vault::add_passphrase(std::string_view passphrase, const SlotNote& note,
                                          const seal::Entropy& entropy, const seal::Argon2Cost& cost) {
  return add(note, lock_by_passphrase(master_, passphrase, entropy, cost), entropy);
}

Result<std::string> Vault::add_recovery(const std::string& recipient, const SlotNote& note,
                                        const seal::Entropy& entropy) {
  TRY(Lock lock, lock_to_recipient(master_, recipient, entropy));
  return add(note, std::move(lock), entropy);
}

Result<std::string> Vault::add_tpm(Sealer& tpm, const std::string& pcrs, const SlotNote& note,
                                   const seal::Entropy& entropy) {
  TRY(Lock lock, lock_by_tpm(master_, tpm, pcrs));
  return add(note, std::move(lock), entropy);
}

Result<void> Vault::remove_slot(std::string_view id, MayBeOnlyWay may) {
  std::vector<Slot> left = text_.slots;
  if (std::erase_if(left, [&](const Slot& slot) { return slot.id == id; }) == 0) {
    return fail(Code::slot_missing, {{"id", std::string(id)}}, "vault");
  }
  TRY_VOID(check_left(left, may));
  text_.slots = std::move(left);
  return {};
}

Result<std::vector<std::string>> Vault::rewrap(const Carried& carried, const seal::Entropy& entropy,
                                               const seal::Argon2Cost& cost) {
  Vault fresh({text_.box, {}, {}}, random_key(entropy));
  std::vector<std::string> dropped;
  for (const Slot& slot : text_.slots) {
    Result<Lock> lock = relock(slot, fresh.master_, carried, entropy, cost);
    if (!lock && !carried.drop_others) return tl::unexpected<Error>(lock.error());
    if (lock) {
      fresh.text_.slots.push_back({slot.id, slot.kind, slot.note, *std::move(lock)});
    } else {
      dropped.push_back(slot.id);
    }
  }
  TRY_VOID(check_left(fresh.text_.slots, lived_with(text_.slots)));
  for (const Entry& entry : text_.entries) {
    TRY(const seal::Key plain, get(entry.kind, entry.name));
    TRY_VOID(fresh.put(entry.kind, entry.name, plain.view(), entropy));
  }
  *this = std::move(fresh);
  return dropped;
}

}  // namespace karvan::vault
