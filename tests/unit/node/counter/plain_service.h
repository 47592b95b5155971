#pragma once
#include "tests/unit/sync/rules/sample_service.h"

namespace karvan::counter::samples {

// The rules' sample service with the least that a desk needs: four questions, a fee, no people, papers or documents.
inline catalogue::Service plain_service() {
  auto service = rules::samples::service();
  auto definition = service.form.definition();
  definition.questions.resize(4);
  definition.children.resize(4);
  auto made = form::Form::make(std::move(definition));
  if (!made) throw std::runtime_error(describe(made.error()));
  service.form = *made;
  service.parties.clear();
  service.consent = {};
  service.templates.clear();
  service.numbering = {{"receipt", "receipt"}};
  return service;
}

}  // namespace karvan::counter::samples
