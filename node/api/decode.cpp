#include "node/api/decode.h"

#include <charconv>

#include "node/api/api.h"
#include "node/api/table.h"

namespace karvan::api {
namespace {

using counter::Command;

constexpr std::size_t member_shown_max = 40;

Result<std::string> text(const json::object& body, std::string_view field, std::size_t bytes_max = id_bytes_max) {
  TRY(auto value, json::string_at(body, field));
  if (value.size() > bytes_max) return fail(Code::answer_too_long, {{"field", std::string(field)}});
  return value;
}

Result<std::string> optional_text(const json::object& body, std::string_view field,
                                  std::size_t bytes_max = id_bytes_max) {
  return body.contains(field) ? text(body, field, bytes_max) : Result<std::string>(std::string());
}

Result<std::string> reason(const json::object& body) {
  return optional_text(body, "reason", counter::reason_bytes_max);
}

Result<std::uint64_t> version(const json::object& body, std::string_view field) {
  TRY(auto value, json::integer_at(body, field));
  if (value < 0) return fail(Code::field_wrong_type, {{"field", std::string(field)}});
  return static_cast<std::uint64_t>(value);
}

Result<model::Money> money(const json::object& body, std::string_view field) {
  TRY(const auto* o, json::object_at(body, field));
  TRY_VOID(check_members(*o, "minor currency", std::string(field)));
  model::Money amount;
  TRY(amount.minor, json::integer_at(*o, "minor"));
  TRY(amount.currency, text(*o, "currency", 3));
  if (amount.minor < 0) return fail(Code::field_wrong_type, {{"field", std::string(field)}});
  return amount;
}

Result<std::map<std::string, std::string>> texts(const json::object& body, std::string_view field) {
  TRY(const auto* members, json::object_at(body, field));
  if (members->size() > answers_in_a_change_max) return fail(Code::answer_too_long, {{"field", std::string(field)}});
  std::map<std::string, std::string> all;
  for (const auto& member : *members) {
    TRY(auto value, json::string_at(*members, member.key()));
    all.emplace(member.key(), std::move(value));
  }
  return all;
}

Result<std::vector<std::string>> list(const json::object& body, std::string_view field) {
  TRY(const auto* members, json::array_at(body, field));
  if (members->size() > list_max) return fail(Code::answer_too_long, {{"field", std::string(field)}});
  std::vector<std::string> all;
  for (const auto& member : *members) {
    if (!member.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(field)}});
    all.emplace_back(member.get_string());
  }
  return all;
}

// {"100000": 3}: face values are the members' names.
Result<std::map<std::int64_t, std::int64_t>> denominations(const json::object& body, std::string_view field) {
  TRY(const auto* members, json::object_at(body, field));
  std::map<std::int64_t, std::int64_t> counted;
  for (const auto& member : *members) {
    const std::string_view name = member.key();
    std::int64_t face = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), face);
    if (read.ec != std::errc() || read.ptr != name.data() + name.size() || name.starts_with('0'))
      return fail(Code::field_wrong_type, {{"field", std::string(field)}});
    TRY(counted[face], json::integer_at(*members, name));
  }
  return counted;
}

// A stranger chose it: what is no plain name is not repeated.
std::string shown(std::string_view member) {
  constexpr auto of_names = "abcdefghijklmnopqrstuvwxyz0123456789_";
  const bool plain = member.size() <= member_shown_max && member.find_first_not_of(of_names) == std::string_view::npos;
  return plain ? std::string(member) : "?";
}

bool is_among(std::string_view members, std::string_view member) {
  while (!members.empty()) {
    const auto end = members.find(' ');
    if (members.substr(0, end) == member) return true;
    members.remove_prefix(end == std::string_view::npos ? members.size() : end + 1);
  }
  return false;
}

}  // namespace

Result<void> check_members(const json::object& body, std::string_view members, const std::string& what) {
  for (const auto& member : body)
    if (!is_among(members, member.key())) {
      const auto name = shown(member.key());
      return fail(Code::field_unknown, {{"field", name}}, what + "/" + name);
    }
  return {};
}

Result<std::map<std::string, std::string>> decode_texts(const json::object& body) {
  std::map<std::string, std::string> all;
  for (const auto& member : body) {
    TRY(all[std::string(member.key())], text(body, member.key(), body_text_bytes_max));
  }
  return all;
}

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

Result<Command> decode_settle_fork(const json::object& body) {
  counter::SettleFork cmd;
  TRY(cmd.code, text(body, "code"));
  return cmd;
}

Result<Command> decode_acknowledge_salvage(const json::object& body) {
  counter::AcknowledgeSalvage cmd;
  TRY(cmd.salvage, text(body, "salvage"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_start_draft(const json::object& body) {
  counter::StartDraft cmd;
  TRY(cmd.service, text(body, "service"));
  return cmd;
}

Result<Command> decode_change_draft(const json::object& body) {
  counter::ChangeDraft cmd;
  TRY(cmd.draft, text(body, "draft"));
  TRY(cmd.seen, version(body, "seen"));
  TRY(cmd.set, texts(body, "set"));
  return cmd;
}

// A change of one key of a draft.
template <class Change>
Result<Command> decode_key(const json::object& body, std::string_view field, std::string Change::* key) {
  Change cmd;
  TRY(cmd.draft, text(body, "draft"));
  TRY(cmd.seen, version(body, "seen"));
  TRY(cmd.*key, text(body, field, key_bytes_max));
  return cmd;
}

Result<Command> decode_add_instance(const json::object& body) {
  return decode_key(body, "repeat", &counter::AddInstance::repeat);
}
Result<Command> decode_remove_instance(const json::object& body) {
  return decode_key(body, "instance", &counter::RemoveInstance::instance);
}
Result<Command> decode_look_up(const json::object& body) {
  return decode_key(body, "question", &counter::LookUp::question);
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

Result<Command> decode_start_capture(const json::object& body) {
  counter::StartCapture cmd;
  TRY(cmd.draft, optional_text(body, "draft"));
  TRY(cmd.application, optional_text(body, "application"));
  TRY(cmd.question, text(body, "question", key_bytes_max));
  TRY(cmd.exception, optional_text(body, "exception", counter::reason_bytes_max));
  return cmd;
}

Result<Command> decode_cancel_capture(const json::object& body) {
  counter::CancelCapture cmd;
  TRY(cmd.capture, text(body, "capture"));
  return cmd;
}

Result<Command> decode_test_device(const json::object& body) {
  counter::TestDevice cmd;
  TRY(cmd.device, text(body, "device"));
  return cmd;
}

Result<Command> decode_sign_over(const json::object& body) {
  counter::SignOver cmd;
  TRY(cmd.staff, text(body, "staff"));
  TRY(cmd.pin, text(body, "pin"));
  return cmd;
}

Result<Command> decode_give_back(const json::object&) { return counter::GiveBack{}; }

Result<Command> decode_print_summary(const json::object& body) {
  counter::PrintSummary cmd;
  TRY(cmd.draft, text(body, "draft"));
  TRY(cmd.seen, version(body, "seen"));
  TRY(cmd.language, optional_text(body, "language"));
  return cmd;
}

Result<Command> decode_show_party(const json::object& body) {
  counter::ShowParty cmd;
  TRY(cmd.draft, optional_text(body, "draft"));
  TRY(cmd.application, optional_text(body, "application"));
  TRY(cmd.shown.role, text(body, "role"));
  TRY(auto number, json::integer_at(body, "number"));
  if (number < 1 || number > parties_max) return fail(Code::field_wrong_type, {{"field", "number"}});
  cmd.shown.number = static_cast<int>(number);
  TRY(cmd.shown.what, text(body, "what"));
  TRY(cmd.shown.how, optional_text(body, "how"));
  TRY(cmd.shown.name, optional_text(body, "name", counter::reason_bytes_max));
  TRY(cmd.shown.reason, reason(body));
  TRY(cmd.shown.of, optional_text(body, "of"));
  return cmd;
}

template <class Movement>
Result<Command> decode_movement(const json::object& body) {
  Movement cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.amount, money(body, "amount"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_waive_fee(const json::object& body) {
  TRY(auto cmd, decode_movement<counter::WaiveFee>(body));
  TRY(std::get<counter::WaiveFee>(cmd).line, optional_text(body, "line"));
  return cmd;
}
Result<Command> decode_refund(const json::object& body) { return decode_movement<counter::Refund>(body); }

Result<Command> decode_change_application(const json::object& body) {
  counter::ChangeApplication cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.set, texts(body, "set"));
  TRY(cmd.over, texts(body, "over"));
  return cmd;
}

Result<Command> decode_return_application(const json::object& body) {
  counter::ReturnApplication cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_close_application(const json::object& body) {
  counter::CloseApplication cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.how, text(body, "how"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_approve_application(const json::object& body) {
  counter::ApproveApplication cmd;
  TRY(cmd.application, text(body, "application"));
  return cmd;
}

Result<Command> decode_resolve(const json::object& body) {
  counter::Resolve cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.field, text(body, "field", key_bytes_max));
  TRY(cmd.chosen, text(body, "chosen"));
  TRY(cmd.seen, list(body, "seen"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_settle_review(const json::object& body) {
  counter::SettleReview cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.kind, text(body, "kind"));
  TRY(cmd.what, text(body, "what", key_bytes_max));
  TRY(cmd.outcome, text(body, "outcome"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_issue_document(const json::object& body) {
  counter::IssueDocument cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.language, optional_text(body, "language"));
  return cmd;
}

Result<Command> decode_hand_over(const json::object& body) {
  counter::HandOver cmd;
  TRY(cmd.application, text(body, "application"));
  TRY(cmd.serial.kind, text(body, "kind"));
  TRY(cmd.serial.number, json::integer_at(body, "number"));
  TRY(cmd.recipient, text(body, "recipient", counter::reason_bytes_max));
  TRY(cmd.relation, text(body, "relation"));
  TRY(cmd.shown, text(body, "shown", counter::reason_bytes_max));
  return cmd;
}

Result<Command> decode_open_shift(const json::object& body) {
  counter::OpenShift cmd;
  TRY(cmd.opening_float, money(body, "float"));
  return cmd;
}

Result<Command> decode_close_shift(const json::object& body) {
  counter::CloseShift cmd;
  TRY(cmd.counted, denominations(body, "counted"));
  TRY(cmd.currency, text(body, "currency", 3));
  TRY(cmd.remitted, json::integer_at(body, "remitted"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

Result<Command> decode_close_stop(const json::object& body) {
  counter::CloseStop cmd;
  TRY(cmd.note, optional_text(body, "note", counter::reason_bytes_max));
  return cmd;
}

Result<Command> decode_settle_print(const json::object& body) {
  counter::SettlePrint cmd;
  TRY(cmd.print, text(body, "print"));
  TRY(cmd.outcome, text(body, "outcome"));
  TRY(cmd.reason, reason(body));
  return cmd;
}

}  // namespace karvan::api
