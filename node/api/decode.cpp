#include "node/api/decode.h"

#include "node/api/api.h"
#include "node/api/table.h"

namespace karvan::api {
namespace {

using counter::Command;

Result<std::string> text(const json::object& body, std::string_view field, std::size_t bytes_max = id_bytes_max) {
  TRY(auto value, json::string_at(body, field));
  if (value.size() > bytes_max) return fail(Code::answer_too_long, {{"field", std::string(field)}});
  return value;
}

Result<std::string> optional_text(const json::object& body, std::string_view field) {
  return body.contains(field) ? text(body, field) : Result<std::string>(std::string());
}

Result<std::uint64_t> version(const json::object& body, std::string_view field) {
  TRY(auto value, json::integer_at(body, field));
  if (value < 0) return fail(Code::field_wrong_type, {{"field", std::string(field)}});
  return static_cast<std::uint64_t>(value);
}

Result<model::Money> money(const json::object& body, std::string_view field) {
  TRY(const auto* o, json::object_at(body, field));
  model::Money amount;
  TRY(amount.minor, json::integer_at(*o, "minor"));
  TRY(amount.currency, text(*o, "currency", 3));
  if (amount.minor < 0) return fail(Code::field_wrong_type, {{"field", std::string(field)}});
  return amount;
}

}  // namespace

Result<std::string> decode_cmd(const json::object& body) {
  TRY(auto cmd, json::string_at(body, "cmd"));
  if (cmd.size() < cmd_chars_min || cmd.size() > cmd_chars_max) return fail(Code::field_wrong_type, {{"field", "cmd"}});
  return cmd;
}

Result<Command> decode_sign_in(const json::object& body) {
  counter::SignIn cmd;
  TRY(cmd.staff, text(body, "staff"));
  TRY(cmd.pin, text(body, "pin"));
  TRY(cmd.seat, text(body, "seat"));
  return cmd;
}

Result<Command> decode_unlock(const json::object& body) {
  counter::Unlock cmd;
  TRY(cmd.pin, text(body, "pin"));
  return cmd;
}

Result<Command> decode_sign_out(const json::object&) { return counter::SignOut{}; }
Result<Command> decode_lock(const json::object&) { return counter::Lock{}; }
Result<Command> decode_exchange_now(const json::object&) { return counter::ExchangeNow{}; }

Result<Command> decode_start_draft(const json::object& body) {
  counter::StartDraft cmd;
  TRY(cmd.service, text(body, "service"));
  return cmd;
}

Result<Command> decode_change_draft(const json::object& body) {
  counter::ChangeDraft cmd;
  TRY(cmd.draft, text(body, "draft"));
  TRY(cmd.seen, version(body, "seen"));
  TRY(const auto* answers, json::object_at(body, "set"));
  if (answers->size() > answers_in_a_change_max) return fail(Code::answer_too_long, {{"field", "set"}});
  for (const auto& member : *answers) {
    TRY(auto value, json::string_at(*answers, member.key()));
    cmd.set.emplace(member.key(), std::move(value));
  }
  return cmd;
}

Result<Command> decode_discard_draft(const json::object& body) {
  counter::DiscardDraft cmd;
  TRY(cmd.draft, text(body, "draft"));
  return cmd;
}

Result<Command> decode_file_draft(const json::object& body) {
  counter::FileDraft cmd;
  TRY(cmd.draft, text(body, "draft"));
  TRY(cmd.seen, version(body, "seen"));
  TRY(cmd.language, optional_text(body, "language"));
  return cmd;
}

Result<Command> decode_take_payment(const json::object& body) {
  counter::TakePayment cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.tender, text(body, "tender"));
  TRY(cmd.amount, money(body, "amount"));
  TRY(cmd.language, optional_text(body, "language"));
  return cmd;
}

Result<Command> decode_settle_print(const json::object& body) {
  counter::SettlePrint cmd;
  TRY(cmd.print, text(body, "print"));
  TRY(cmd.outcome, text(body, "outcome"));
  if (body.contains("reason")) {
    TRY(cmd.reason, text(body, "reason", counter::reason_bytes_max));
  }
  return cmd;
}

}  // namespace karvan::api
