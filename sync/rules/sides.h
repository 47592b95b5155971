#pragma once
#include <functional>
#include <string>

#include "storage/model/json.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/rules/roles.h"

// Who, when and where from: what both pages show of a record's conflicts, stages and decision, in the same shapes.
// `service` may be nullptr: unknown here.
namespace karvan::rules {

// A person's name for their staff id.
using NameOf = std::function<std::string(const std::string& staff)>;

// One text in each language that has it; `otherwise` where none does.
json::object show_texts(const form::Texts& texts, std::string_view otherwise);

// "Member 2 · Full name" of a key in each language; the key itself where the form does not know it.
json::object show_label(const model::Record& record, const std::string& name, const catalogue::Service* service);

// {op, value, text, by, at, from} of the value in force; text is null where the value speaks for itself.
json::object show_in_force(const std::string& name, const model::Field& field, const catalogue::Service* service,
                           const NameOf& name_of);
// The same of each that contends with it.
json::array show_candidates(const std::string& name, const model::Field& field, const catalogue::Service* service,
                            const NameOf& name_of);
// {name, label, value, text, held, parallel, late, writer, by, at, from, candidates, instance: {key, label, number} or
// null} of each question that has an answer, in the form's order and its repeats' instances in theirs, then of what the
// form does not know. Hidden and calculated ones without a label are left out, and so are repeats' own lists and what
// went with its instance, unless they are in question.
json::array show_fields(const model::Record& record, const catalogue::Service* service, const NameOf& name_of);
// The same of the questions that are asked on that day and have no answer, pictures and scans apart: those of the desk,
// or with `centre` those that only the centre answers too.
json::array show_unanswered(const model::Record& record, const catalogue::Service* service, const form::Context& day,
                            bool centre, const NameOf& name_of);

// [{field, label, value, text, by, at, from, reason, late, among: [{op, value, text, by, at, from}]}], oldest first.
json::array show_resolutions(const model::Record& record, const catalogue::Service* service, const NameOf& name_of);
// [{by, at, from, reason, reopens}], oldest first.
json::array show_returns(const model::Record& record, const NameOf& name_of);
// {outcome, reason, reference, by, at, from} of the decision that counts, or null.
json::value show_decision(const model::Record& record, const NameOf& name_of);

// [{id, number, title, reached_at, by, due_at, late, escalated, escalate_to, by_whom}] of every stage, by number; null
// where it has not been reached in this round, or is not awaited or without a target.
json::array show_stages(const model::Record& record, const catalogue::Service* service, std::int64_t now_ms,
                        const NameOf& name_of);

// {how, reason, text, next_step, by, at, from} of what ended it (closing.h), or null while it is open; text: the reason
// in the service's words, or null.
json::value show_closing(const model::Record& record, const catalogue::Service* service, const NameOf& name_of);
// [{how, reasons: [{id, title}], refund: {minor, currency}, next_step}]: the ways in which this person may end it now.
json::array show_closings_offered(const model::Record& record, const catalogue::Service* service, const Staff& person,
                                  std::int64_t now_ms);
// {minor, currency} of what its ending gives back and nobody has given back yet.
json::object show_refund_due(const model::Record& record, const catalogue::Service* service);

// What waits while a field is held: [{what: "fee" | "document", kind, title, field}].
json::array show_held_up(const model::Record& record, const catalogue::Service* service);

}  // namespace karvan::rules
