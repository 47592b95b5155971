#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/rules/context.h"

// How applications end, what may still be done then, and what is given back. Lists, due dates and views of node and
// centre ask here.
namespace karvan::rules {

struct Ending {
  std::string how;  // delivered, refused, completed, withdrawn, expired, uncollected, returned
  model::HybridTime at;
  std::string by;                           // staff id
  std::string writer;                       // OpId text
  std::string reason;                       // id of one of the service's reasons, or words; may be empty
  const catalogue::Closing* way = nullptr;  // borrowed from the service: next step, words, refund; nullptr: it has none
};

// Nothing while it is open. In this order: delivered, unless the institution refused it after that; the act that closed
// it; refused by the decision that counts; completed, where the service's last stage is reached.
// An act `expired` counts only while the citizen is awaited: one who came in time, as a bus tells later, has the
// application open again. `service` may be nullptr: unknown here.
std::optional<Ending> closing_of(const model::Record& record, const catalogue::Service* service);

// Whether an ending stops an act: set, advance:STAGE, returned, closed, decided, issue, handed_over, and the kinds of a
// post. None stops the settling of a conflict, what people showed, files, notes, printing, receipts, waivers and
// refunds. A delivered or completed one still takes the dates of other stages, papers and money; an uncollected one
// whoever comes after all: payment, hand-over, delivered. A refused one takes money and another decision.
bool stops(const Ending& ending, std::string_view act);
// None of an operation's acts is stopped (application_closed).
Result<void> check_open(const Ending& ending, const model::Op& op, const catalogue::Service* service);

// The act that closes: a way of the service, with a reason, by whom it says (closing_not_offered, reason_missing,
// field_wrong_type where the reason is none of the service's; application_closed).
//   withdrawn, returned  while no document but receipts stands (document_issued_already)
//   expired              once the citizen has been awaited for so many days
//   uncollected          once the document has waited for so many days
Result<void> check_closed(const model::Record& record, const model::Op& op, const Context& context);

// The ways in which this person may end it now.
std::vector<const catalogue::Closing*> closings_offered(const model::Record& record, const catalogue::Service& service,
                                                        const Staff& person, std::int64_t now_ms);

// When the centre is to close it by itself, and how; 0: never, as things are.
struct Lapse {
  std::string how;
  std::int64_t at_ms = 0;
};
Lapse lapse_of(const model::Record& record, const catalogue::Service& service);

// What is still to be given back of what was received: by this way, and by the one in which it ended. Nothing pays it
// but a refund.
model::Money refund_by(const model::Record& record, const catalogue::Service& service, const catalogue::Closing& way);
model::Money refund_due(const model::Record& record, const catalogue::Service& service);

}  // namespace karvan::rules
