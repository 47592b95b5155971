#pragma once
#include "node/counter/commands.h"
#include "storage/model/json.h"

// Bodies to commands. A missing member is field_missing, one of another type or form field_wrong_type, one that is too
// long answer_too_long, each with args.field.
namespace karvan::api {

Result<counter::Command> decode_sign_in(const json::object& body);
Result<counter::Command> decode_unlock(const json::object& body);
Result<counter::Command> decode_sign_out(const json::object& body);
Result<counter::Command> decode_lock(const json::object& body);
Result<counter::Command> decode_start_draft(const json::object& body);
Result<counter::Command> decode_change_draft(const json::object& body);
Result<counter::Command> decode_add_instance(const json::object& body);
Result<counter::Command> decode_remove_instance(const json::object& body);
Result<counter::Command> decode_look_up(const json::object& body);
Result<counter::Command> decode_discard_draft(const json::object& body);
Result<counter::Command> decode_file_draft(const json::object& body);
Result<counter::Command> decode_take_payment(const json::object& body);
Result<counter::Command> decode_start_capture(const json::object& body);
Result<counter::Command> decode_cancel_capture(const json::object& body);
Result<counter::Command> decode_test_device(const json::object& body);
Result<counter::Command> decode_sign_over(const json::object& body);
Result<counter::Command> decode_give_back(const json::object& body);
Result<counter::Command> decode_print_summary(const json::object& body);
Result<counter::Command> decode_show_party(const json::object& body);
Result<counter::Command> decode_waive_fee(const json::object& body);
Result<counter::Command> decode_refund(const json::object& body);
Result<counter::Command> decode_change_application(const json::object& body);
Result<counter::Command> decode_return_application(const json::object& body);
Result<counter::Command> decode_close_application(const json::object& body);
Result<counter::Command> decode_approve_application(const json::object& body);
Result<counter::Command> decode_settle_review(const json::object& body);
Result<counter::Command> decode_resolve(const json::object& body);
Result<counter::Command> decode_issue_document(const json::object& body);
Result<counter::Command> decode_hand_over(const json::object& body);
Result<counter::Command> decode_open_shift(const json::object& body);
Result<counter::Command> decode_close_shift(const json::object& body);
Result<counter::Command> decode_close_stop(const json::object& body);
Result<counter::Command> decode_settle_print(const json::object& body);
Result<counter::Command> decode_exchange_now(const json::object& body);
Result<counter::Command> decode_settle_fork(const json::object& body);
Result<counter::Command> decode_acknowledge_salvage(const json::object& body);

// The page's random id of the command: 16 to 64 characters.
Result<std::string> decode_cmd(const json::object& body);

// Whether a body has no member but these, parted by blanks: else field_unknown, whose `where` is the member's place in
// the body of `what`.
Result<void> check_members(const json::object& body, std::string_view members, const std::string& what);
// Its members, all texts.
Result<std::map<std::string, std::string>> decode_texts(const json::object& body);

}  // namespace karvan::api
