#include "node/ports/advice.h"

#include <array>
#include <string_view>

namespace karvan::ports {

namespace {

struct Words {
  Code code;
  int exit;
  std::string_view text;
};

constexpr std::array table{
    Words{Code::key_wrong, 3, "The passphrase is not this box's. Type it again; nothing was changed."},
    Words{Code::key_missing, 3, "No passphrase was given. Give it at the terminal or by --passphrase-fd N."},
    Words{Code::passphrase_short, 3, "A new passphrase needs at least 12 characters. Nothing was changed."},
    Words{Code::key_length_wrong, 4, "A key in the vault has not the length that it must have. Call headquarters."},
    Words{Code::slot_missing, 2, "The vault has no such slot. `karvan-node vault list` shows those that it has."},
    Words{Code::passphrase_slot_missing, 3,
          "The vault has no passphrase slot, so there is nothing to type. Bring vault.json to headquarters: "
          "`karvan-central "
          "vault open` opens its recovery slot and gives it a passphrase."},
    Words{Code::slot_recovery_alone, 2,
          "Without this slot only headquarters could open the box. Add a passphrase or TPM slot first, or say "
          "--headquarters-may-be-only-way."},
    Words{Code::slot_last, 2,
          "Without this slot no person could open the box. Add a passphrase or recovery slot first, or say "
          "--tpm-may-be-only-way."},
    Words{Code::slot_unknown, 2, "A newer version of karvan-node made this slot. Use that version to change it."},
    Words{
        Code::slot_left_behind, 2,
        "A slot's passphrase or TPM is not at hand, so it cannot be wrapped anew, and nothing was changed. Remove the "
        "slot first, or say --drop-others."},
    Words{Code::tpm_missing, 5, "The TPM cannot be reached. Is --tpm right, and may this user open it?"},
    Words{
        Code::tpm_changed, 3,
        "The machine was started otherwise than when the TPM's slot was made, so the TPM keeps its key. If the change "
        "was meant, remove the slot and add it again."},
    Words{Code::tpm_other, 3,
          "The TPM's slot was made by another TPM than this one. Remove the slot and add it again."},
    Words{Code::tpm_bank_missing, 5,
          "The TPM does not keep every register that the slot hangs on in its SHA-256 bank, so that it would keep "
          "nothing "
          "back. Turn that bank on in the firmware's settings, or use a passphrase."},
    Words{Code::name_differs, 2, "That is not the name of this box. Nothing was changed."},
    Words{Code::not_enrolled, 2,
          "This folder holds no enrolled box. Enrol it first: karvan-node enrol --data DIR --centre URL --name NAME, "
          "with the code that headquarters made. Where the damaged file of one was set aside here, enrol it under its "
          "own name: what was taken over of it stays."},
    Words{Code::enrolment_code_wrong, 3,
          "The enrolment code is wrong. Check it letter by letter, or ask headquarters for a new one."},
    Words{Code::enrolment_code_used, 3,
          "The enrolment code was used already, by another box or before this folder was made anew. Ask headquarters "
          "for a new one."},
    Words{Code::link_down, 5,
          "The centre cannot be reached. Check the address and the link; the same command can be given again."},
    Words{Code::signature_wrong, 3, "The answer is not signed by the centre that this box knows. Call headquarters."},
    Words{Code::chain_broken, 4,
          "The log's chain is broken: the database was changed behind the node's back. Do not use this box; keep the "
          "folder as it is and call headquarters. What was sent before is safe at the centre."},
    Words{
        Code::database_damaged, 4,
        "The database is damaged so far that nothing can be read of it. Keep the folder as it is and call headquarters "
        "for an enrolment code: enrolling this box again under its own name sets the file aside and begins a new one. "
        "What was sent before is safe at the centre."},
    Words{Code::database_plaintext, 4,
          "The database is not encrypted, so it is not this program's. Put the right folder in place."},
    Words{Code::copy_damaged, 4,
          "The copy is damaged or not whole; nothing was changed. Use another copy, and make a new one of this box."},
    Words{Code::restored_in_part, 6,
          "The box is restored and may be started, but for files that the copy has not whole. They are named above, by "
          "application: find the papers and scan them again."},
    Words{Code::folder_not_empty, 2, "This folder is not empty; nothing was changed. Name a new one."},
    Words{Code::newer_schema, 2, "A newer version of karvan-node wrote this folder. Start that version."},
    Words{Code::busy, 5, "Another program uses this folder. Stop the running karvan-node first."},
    Words{Code::disk_full, 5, "The disk is full. Free some space; nothing was lost."},
    Words{Code::memory_short, 5,
          "The machine has not as much memory free as this takes. Nothing was changed; restart it and do this before "
          "anything else is started."},
    Words{Code::outcome_unknown, 5,
          "It is not known whether this was saved for good. After a change of the vault list its slots (`karvan-node "
          "vault "
          "list`) before you do it again."},
    Words{Code::io_failed, 5, "The system refused."},
    Words{Code::not_found, 5, "There is no such file or folder."},
    Words{Code::exists_already, 2, "It is there already; nothing was overwritten."},
    Words{Code::malformed, 2, "What was given cannot be read."},
};

const Words* words_of(Code code) {
  for (const auto& words : table) {
    if (words.code == code) return &words;
  }
  return nullptr;
}

}  // namespace

std::string advice(const Error& error) {
  const auto* words = words_of(error.code);
  auto details = describe(error);
  return words == nullptr ? details : std::string(words->text) + " [" + details + "]";
}

std::string told_left(const Error& why) {
  return "the vault of before this change could not be overwritten on the disk, where it still opens with its old "
         "slots: " +
         advice(why);
}

std::string told_waiting(const Error& full) {
  return "this version brings the database up to date before it serves, and the disk has no room for that. Free some "
         "space; the box goes on by itself then. Nothing was lost [" +
         describe(full) + "]";
}

int exit_code(const Error& error) {
  const auto* words = words_of(error.code);
  return words == nullptr ? 1 : words->exit;
}

}  // namespace karvan::ports
