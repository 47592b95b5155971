#include <algorithm>
#include <charconv>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/repeats.h"
#include "node/counter/replies.h"
#include "node/counter/spots.h"

namespace karvan::counter {
namespace {

// "000 7001" as people write numbers on documents; no number: not_found.
Result<std::int64_t> number_in(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '/'; });
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 0)
    return refuse(Code::not_found, {{"document", text}});
  return number;
}

// The questions that a look-up fills: those beside it (in a repeat, of that instance) that name a field, from it on to
// the next one that looks something up; what stands before the first belongs to the first.
std::vector<form::Place> filled_by(const form::Instance& form, const std::string& question) {
  auto beside = [&](const form::Place& place) { return instance_of(place.key) == instance_of(question); };
  auto looks_up = [&](const form::Place& place) { return beside(place) && !place.question->lookup.empty(); };
  const auto& all = form.places();
  const auto first = std::find_if(all.begin(), all.end(), looks_up);
  std::string owner = first == all.end() ? "" : first->key;
  std::vector<form::Place> mine;
  for (const auto& place : all) {
    if (looks_up(place)) owner = place.key;
    const bool takes = beside(place) && !place.question->from_document.empty() && !is_picture(*place.question);
    if (takes && owner == question) mine.push_back(place);
  }
  return mine;
}

LookedUp fill_from(form::Instance& form, const Application& earlier, const std::string& question,
                   const model::Serial& serial, std::set<std::string>& changed) {
  LookedUp found{question, serial, earlier.id, {}};
  const auto answers = rules::answers_of(earlier.record);
  for (const auto& [key, asked] : filled_by(form, question)) {
    const auto answer = answers.find(asked->from_document);
    const auto* state = form.state(key);
    if (answer == answers.end() || answer->second.empty() || !state || state->read_only) continue;
    // One that this form cannot hold: the desk types it.
    const auto keys = form.set(key, answer->second);
    if (!keys) continue;
    changed.insert(keys->begin(), keys->end());
    found.filled.push_back(key);
  }
  return found;
}

}  // namespace

Result<Decision> decide(const World& world, const LookUp& cmd) {
  TRY(const Draft* before, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  const auto* question = service->form.question(cmd.question);
  const auto* state = before->form.state(cmd.question);
  if (!question || !state || question->lookup.empty())
    return refuse(Code::unknown_question, {{"question", cmd.question}});
  TRY(auto number, number_in(state->value));
  TRY(auto earlier, world.bearer({question->lookup, number}));
  Draft draft = *before;
  std::set<std::string> keys;
  auto found = fill_from(draft.form, earlier, cmd.question, {question->lookup, number}, keys);
  std::erase_if(draft.looked_up, [&](const auto& one) { return one.question == cmd.question; });
  json::object told = write_looked_up(found);
  draft.looked_up.push_back(std::move(found));
  TRY(auto decision, changed(world, cmd.by, *service, *before, std::move(draft), keys));
  decision.reply["found"] = std::move(told);
  return decision;
}

}  // namespace karvan::counter
