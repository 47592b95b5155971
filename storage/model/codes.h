#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

// Every error that a person or a program can be told, with the HTTP status it travels under (RFC 9110). The code is
// also the problem `type` of RFC 9457. Words for people live in sync/web/kit/messages/LANG.json under `error.CODE`; a
// test demands each code in each language.
#define KARVAN_CODES(X)              \
  /* what a request may get wrong */ \
  X(malformed, 400)                  \
  X(body_too_large, 413)             \
  X(header_too_large, 431)           \
  X(host_unknown, 421)               \
  X(origin_not_allowed, 403)         \
  X(unknown_route, 404)              \
  X(unknown_command, 404)            \
  X(method_not_allowed, 405)         \
  X(field_missing, 400)              \
  X(field_wrong_type, 400)           \
  X(busy, 503)                       \
  X(deadline_passed, 504)            \
  X(internal, 500)                   \
  /* who asks */                     \
  X(not_signed_in, 401)              \
  X(pin_wrong, 401)                  \
  X(pin_disabled, 403)               \
  X(role_not_allowed, 403)           \
  X(locked, 423)                     \
  X(too_many_tries, 429)             \
  /* what they ask about */          \
  X(unknown_service, 404)            \
  X(unknown_draft, 404)              \
  X(unknown_application, 404)        \
  X(unknown_question, 404)           \
  X(unknown_print, 404)              \
  X(draft_changed_elsewhere, 409)    \
  X(draft_open_elsewhere, 409)       \
  X(form_incomplete, 422)            \
  X(constraint_failed, 422)          \
  X(answer_read_only, 409)           \
  X(answer_too_long, 422)            \
  X(repeat_full, 409)                \
  X(stage_not_reached, 409)          \
  X(already_paid, 409)               \
  X(amount_differs, 409)             \
  X(tender_not_accepted, 422)        \
  X(fee_field_held, 409)             \
  X(fee_unknown, 422)                \
  X(document_field_held, 409)        \
  X(field_held, 409)                 \
  X(field_not_held, 409)             \
  X(changed_elsewhere, 409)          \
  X(party_missing, 422)              \
  X(attachment_missing, 422)         \
  X(consent_missing, 422)            \
  X(not_decided, 409)                \
  X(decided_already, 409)            \
  X(document_not_issued, 409)        \
  X(document_issued_already, 409)    \
  X(handed_over_already, 409)        \
  X(application_closed, 409)         \
  X(closing_not_offered, 409)        \
  X(shift_open_already, 409)         \
  X(shift_not_open, 409)             \
  X(shift_still_open, 409)           \
  X(stop_has_drafts, 409)            \
  X(unknown_attachment, 404)         \
  X(unknown_capture, 404)            \
  X(capture_running, 409)            \
  X(capture_failed, 409)             \
  X(no_lease_left, 409)              \
  X(number_taken, 409)               \
  X(exists_already, 409)             \
  X(record_full, 409)                \
  X(filing_missing, 409)             \
  X(print_outcome_unknown, 409)      \
  X(print_already_settled, 409)      \
  X(print_running, 409)              \
  X(reason_missing, 422)             \
  /* devices */                      \
  X(printer_missing, 503)            \
  X(printer_out_of_paper, 503)       \
  X(printer_fault, 503)              \
  X(device_gone, 503)                \
  X(device_missing, 503)             \
  X(unknown_device, 404)             \
  X(glyph_missing, 500)              \
  /* the store */                    \
  X(key_wrong, 403)                  \
  X(key_missing, 403)                \
  X(key_length_wrong, 500)           \
  X(passphrase_short, 422)           \
  X(slot_missing, 404)               \
  X(passphrase_slot_missing, 409)    \
  X(slot_last, 409)                  \
  X(slot_recovery_alone, 409)        \
  X(slot_unknown, 409)               \
  X(slot_left_behind, 409)           \
  X(tpm_missing, 503)                \
  X(tpm_changed, 403)                \
  X(tpm_other, 403)                  \
  X(tpm_bank_missing, 409)           \
  X(name_differs, 409)               \
  X(database_damaged, 500)           \
  X(database_plaintext, 500)         \
  X(chain_broken, 500)               \
  X(disk_full, 507)                  \
  X(disk_nearly_full, 507)           \
  X(memory_short, 507)               \
  X(io_failed, 500)                  \
  X(outcome_unknown, 500)            \
  X(read_only, 503)                  \
  X(newer_schema, 500)               \
  X(copy_damaged, 500)               \
  X(folder_not_empty, 409)           \
  X(not_found, 404)                  \
  X(not_safe, 409)                   \
  X(lease_overlaps, 409)             \
  /* forms and catalogue */          \
  X(catalogue_broken, 422)           \
  X(catalogue_missing, 503)          \
  X(form_broken, 422)                \
  X(expression_broken, 422)          \
  X(signature_wrong, 403)            \
  X(seal_broken, 422)                \
  /* exchange and trust */           \
  X(enrolment_code_wrong, 403)       \
  X(enrolment_code_used, 409)        \
  X(not_enrolled, 403)               \
  X(node_revoked, 403)               \
  X(link_down, 503)                  \
  X(chain_gap, 409)                  \
  X(fork_noticed, 409)               \
  X(epoch_code_wrong, 403)           \
  X(version_unknown, 400)            \
  X(field_unknown, 422)              \
  X(restored_in_part, 500)

namespace karvan {

enum class Code : std::uint16_t {
#define X(name, status) name,
  KARVAN_CODES(X)
#undef X
};

std::string_view name_of(Code code);
int http_status(Code code);
std::optional<Code> code_of(std::string_view name);

}  // namespace karvan
