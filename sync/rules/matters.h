#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/record.h"

// What of a record a person must look at, and what may be said of it. Both pages list the same.
namespace karvan::rules {

// By its kind:
//   held, late_review    a field (`what`), settled by a resolution
//   parked, waiting      an operation (`what`: OpId text) that was set aside, or lacks something; `reason` says why
//   disputed, handed_over, voided  `what` is KIND/NUMBER of a document
//   invalid KEY:FLAW · refused STAGE:REASON · after_closing ACT · shown ROLE · duplicate RECORD
//   suspense, fee_differs, actor, attachment, sheet, decision_superseded  `what` is the writer
struct Matter {
  std::string kind;
  std::string what;
  std::string writer;  // OpId text of the operation that opened it
  std::string reason = {};
  bool operator==(const Matter&) const = default;
};

// Each once. What the record itself has overtaken is none: an answer that is no longer held, a stage that was reached
// after all, money under review on what has ended otherwise stays.
std::vector<Matter> matters_of(const model::Record& record);

// What a person may say of one: upheld (it was looked at, and stands), void, booked, released (judged again), rejected
// (set aside for good). None of a field.
std::vector<std::string_view> outcomes_of(std::string_view kind);

// The document that is disputed; nothing of anything else.
std::optional<model::Serial> serial_in(std::string_view what);

// The act by which a person says it of what is open. "refused" of an operation (`what`: its OpId text) is that its
// operator has been told. not_found where nothing of the kind is open.
Result<model::Settled> word_on(const model::Record& record, std::string_view kind, std::string_view what,
                               std::string outcome, std::string reason);

}  // namespace karvan::rules
