#pragma once
#include <string>

#include "storage/model/json.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/show/who.h"

// Answers, and what contends with them. `service` may be nullptr: unknown here.
namespace karvan::show {

// "Member 2 · Full name" of a key in each language; the key itself where the form does not know it.
json::object label(const model::Record& record, const std::string& name, const catalogue::Service* service);

// {op, value, text, by, at, from} of the value in force; text is null where the value speaks for itself.
json::object in_force(const std::string& name, const model::Field& field, const catalogue::Service* service,
                      const NameOf& name_of);
// The same of each that contends with it.
json::array candidates(const std::string& name, const model::Field& field, const catalogue::Service* service,
                       const NameOf& name_of);
// {name, label, value, text, held, parallel, late, writer, by, at, from, candidates, instance: {key, label, number} or
// null} of each question that has an answer, in the form's order and its repeats' instances in theirs, then of what the
// form does not know. Hidden and calculated ones without a label are left out, and so are repeats' own lists and what
// went with its instance, unless they are in question.
json::array fields(const model::Record& record, const catalogue::Service* service, const NameOf& name_of);
// The same of the questions that are asked on that day and have no answer, pictures and scans apart: those of the desk,
// or with `centre` those that only the centre answers too.
json::array unanswered(const model::Record& record, const catalogue::Service* service, const form::Context& day,
                       bool centre, const NameOf& name_of);

// [{field, label, value, text, by, at, from, reason, late, among: [{op, value, text, by, at, from}]}], oldest first.
json::array resolutions(const model::Record& record, const catalogue::Service* service, const NameOf& name_of);

}  // namespace karvan::show
