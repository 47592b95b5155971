#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/captured.h"
#include "sync/rules/check.h"

namespace karvan::rules {
namespace {

using model::Document;
using model::Record;
using model::Serial;

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

const Document* document_of(const Record& record, const Serial& serial) {
  auto found = std::find_if(record.documents.begin(), record.documents.end(),
                            [&](const Document& d) { return d.serial == serial; });
  return found == record.documents.end() ? nullptr : &*found;
}

const catalogue::Template* template_of(const catalogue::Service& service, const Serial& serial) {
  if (is_receipt(&service, serial)) return nullptr;
  for (const auto& each : service.templates) {
    auto numbered = service.numbering.find(each.kind);
    const std::string& kind = numbered == service.numbering.end() ? each.kind : numbered->second;
    if (kind == serial.kind) return &each;
  }
  return nullptr;
}

Result<void> check_held(const Record& record, const catalogue::Service& service, const catalogue::Template& document) {
  for (const auto& field : service.depends_on(document))
    if (record.held(field)) return fail(Code::document_field_held, {{"field", field}});
  return {};
}

Result<void> check_granted(const Record& record, const catalogue::Service& service) {
  const bool refused = !record.decisions.empty() && record.decisions.back().act.outcome == "refused";
  const bool waits = record.decisions.empty() && service.policy != catalogue::Policy::issue;
  return refused || waits ? Result<void>(fail(Code::not_decided)) : Result<void>{};
}

// The latest that it may have been written: uncertain time never extends a lease.
std::int64_t written_ms(const model::Op& op, const Context& context) {
  if (context.received_ms == 0 || op.uncertain) return context.now_ms;
  return std::min(op.time.ms, context.received_ms);
}

}  // namespace

bool is_receipt(const catalogue::Service* service, const Serial& serial) {
  if (!service) return serial.kind == "receipt";
  auto numbered = service->numbering.find("receipt");
  return serial.kind == (numbered == service->numbering.end() ? "receipt" : numbered->second);
}

Result<void> check_attached(const model::Op& op, const Context& context) {
  for (const auto& attached : op.attach) {
    if (!is_digest(attached.hash)) return fail(Code::malformed, {{"question", attached.name}}, "op: attach.hash");
    if (context.service && !context.service->form.question(attached.name))
      return fail(Code::unknown_question, {{"question", attached.name}});
  }
  return {};
}

Result<void> check_captures(const model::Record& record, const model::Op& op, const Context& context) {
  if (op.advance != stage::documents_captured && op.advance != stage::biometrics_captured) return {};
  if (!context.service) return {};
  auto attached = attached_of(record);
  attached.insert(attached.end(), op.attach.begin(), op.attach.end());
  auto missing = missing_captures(*context.service, op.advance, answers_of(record, op), attached, context.form);
  if (missing.empty()) return {};
  return fail(Code::attachment_missing, {{"question", missing.front()}}, missing.front());
}

Result<void> check_issue(const model::Op& op, const Context& context) {
  if (!op.issue) return {};
  bool lent = context.lease && context.lease->node == op.id.node && contains(*context.lease, *op.issue) &&
              !expired(*context.lease, written_ms(op, context));
  if (!lent) return fail(Code::no_lease_left, {{"kind", op.issue->kind}});
  if (!context.number_taken_by.empty())
    return fail(
        Code::number_taken,
        {{"kind", op.issue->kind}, {"number", std::to_string(op.issue->number)}, {"by", context.number_taken_by}});
  return {};
}

Result<void> check_document(const Record& record, const model::Op& op, const Context& context) {
  if (!op.issue || !context.service) return {};
  const auto* document = template_of(*context.service, *op.issue);
  if (!document) return {};
  TRY_VOID(check_held(record, *context.service, *document));
  TRY_VOID(check_granted(record, *context.service));
  for (const auto& earlier : record.documents) {
    bool goes = earlier.state == "void" || (op.voided && op.voided->serial == earlier.serial);
    if (earlier.serial.kind == op.issue->kind && !goes)
      return fail(Code::document_issued_already,
                  {{"kind", earlier.serial.kind}, {"number", std::to_string(earlier.serial.number)}});
  }
  return {};
}

Result<void> check_void(const Record& record, const model::Op& op, const Context& context) {
  if (!op.voided) return {};
  if (op.voided->reason.empty()) return fail(Code::reason_missing);
  if (document_of(record, op.voided->serial)) return {};
  if (context.lease && contains(*context.lease, op.voided->serial)) return {};
  return fail(Code::no_lease_left, {{"kind", op.voided->serial.kind}});
}

Result<void> check_handed_over(const Record& record, const model::Op& op, const Context& context) {
  if (!op.handed_over) return {};
  const Serial& serial = op.handed_over->serial;
  const Document* document = document_of(record, serial);
  if (!document || document->state == "void") return fail(Code::document_not_issued, {{"kind", serial.kind}});
  if (op.handed_over->recipient.empty()) return fail(Code::field_missing, {{"field", "recipient"}});
  for (const auto& earlier : record.handed_over)
    if (earlier.act.serial == serial) return fail(Code::handed_over_already, {{"kind", serial.kind}});
  const auto* words = context.service ? template_of(*context.service, serial) : nullptr;
  return words ? check_held(record, *context.service, *words) : Result<void>{};
}

Result<void> check_sheet(const Record& record, const model::Op& op) {
  if (!op.sheet) return {};
  if (kind_of(op) != "visit" || !is_digest(op.sheet->digest) || op.sheet->signature.empty())
    return fail(Code::malformed, {}, "op: sheet");
  return record.sheets.empty() ? Result<void>{} : fail(Code::exists_already);
}

}  // namespace karvan::rules
