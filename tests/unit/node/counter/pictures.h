#pragma once
#include "tests/unit/node/counter/plain_service.h"

namespace karvan::counter::samples {

template <class Change>
void add_question(form::Definition& definition, std::string name, Change change) {
  auto question = rules::samples::question(std::move(name), "review");
  change(question);
  definition.children.push_back({false, definition.questions.size()});
  definition.questions.push_back(std::move(question));
}

// Questions that a camera, a scanner, a card and a finger answer, and one that nobody may fill.
void with_captures(catalogue::Service& service);

}  // namespace karvan::counter::samples
