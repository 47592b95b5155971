#pragma once
#include <string>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/model/verdict.h"
#include "sync/catalogue/catalogue.h"

// One person with one service open twice.
namespace karvan::rules {

// For whom an application is, by the answers that its service names (Service::once): one text for one person, however
// the answers were typed. Empty while one of them has no answer, is held, or the service names none. It is personal
// data: what is kept of it is a keyed hash.
std::string identity_of(const model::Record& record, const catalogue::Service& service);

// Whether an operation, or what the form makes of it, may say for whom it is, or something else of it.
bool tells_identity(const model::Op& op, const model::Verdict& verdict, const catalogue::Service& service);

// Whether a second one is to be told of: it was filed, and has not ended.
bool counts_as_open(const model::Record& record, const catalogue::Service& service);

// Of an application that waits for a person's word on another one of the same person, open too: no paper but receipts
// is issued until then (document_field_held). What was issued before stands.
Result<void> check_alone(const model::Record& record, const model::Op& op, const catalogue::Service* service);

}  // namespace karvan::rules
