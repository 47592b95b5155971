#pragma once
#include "node/counter/commands.h"
#include "storage/model/json.h"

// Bodies to commands. Members that a command does not know are passed over; a missing one is field_missing, one of
// another type or form field_wrong_type, one that is too long answer_too_long, each with args.field.
namespace karvan::api {

Result<counter::Command> decode_sign_in(const json::object& body);
Result<counter::Command> decode_unlock(const json::object& body);
Result<counter::Command> decode_sign_out(const json::object& body);
Result<counter::Command> decode_lock(const json::object& body);
Result<counter::Command> decode_start_draft(const json::object& body);
Result<counter::Command> decode_change_draft(const json::object& body);
Result<counter::Command> decode_discard_draft(const json::object& body);
Result<counter::Command> decode_file_draft(const json::object& body);
Result<counter::Command> decode_take_payment(const json::object& body);
Result<counter::Command> decode_settle_print(const json::object& body);
Result<counter::Command> decode_exchange_now(const json::object& body);

// The page's random id of the command: 16 to 64 characters.
Result<std::string> decode_cmd(const json::object& body);

}  // namespace karvan::api
