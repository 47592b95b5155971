#include "sync/rules/duplicates.h"

#include <algorithm>
#include <cctype>

#include "storage/model/tracking.h"
#include "sync/rules/acts.h"
#include "sync/rules/closing.h"
#include "sync/rules/matters.h"

namespace karvan::rules {
namespace {

// Letters and digits alone, small ones: "35202-1234567-1" and "35202 1234567 1" are one number. Other scripts' bytes
// stay as they are; the form has brought digits into one script already.
std::string folded(std::string_view value) {
  std::string plain;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte)) plain += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
  }
  return plain;
}

}  // namespace

std::string identity_of(const model::Record& record, const catalogue::Service& service) {
  if (service.once.empty()) return {};
  std::string identity = service.id;
  for (const auto& name : service.once) {
    auto field = record.fields.find(name);
    if (field == record.fields.end() || field->second.held) return {};
    const auto value = folded(field->second.value);
    if (value.empty()) return {};
    identity.append("\n").append(name).append("=").append(value);
  }
  return identity;
}

bool tells_identity(const model::Op& op, const model::Verdict& verdict, const catalogue::Service& service) {
  if (service.once.empty()) return false;
  if (op.pin || op.advance == stage::filed) return true;
  return std::any_of(service.once.begin(), service.once.end(), [&](const std::string& name) {
    return op.set.contains(name) || (op.resolve && op.resolve->field == name) || verdict.computed.contains(name) ||
           verdict.fields.contains(name);
  });
}

bool counts_as_open(const model::Record& record, const catalogue::Service& service) {
  return !record.creator.empty() && !closing_of(record, &service);
}

Result<void> check_alone(const model::Record& record, const model::Op& op, const catalogue::Service* service) {
  if (!op.issue || is_receipt(service, *op.issue)) return {};
  for (const auto& matter : matters_of(record)) {
    if (matter.kind != "duplicate") continue;
    auto other = model::parse_record_id(matter.what);
    return fail(Code::document_field_held, {{"application", other ? model::tracking_of(other->id) : matter.what}});
  }
  return {};
}

}  // namespace karvan::rules
