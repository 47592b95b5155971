#pragma once
#include <functional>

#include "tests/unit/sync/rules/sample_service.h"

namespace karvan::counter::samples {

// The rules' sample service with the least that a desk needs: four questions, a fee, no people, papers or documents.
catalogue::Service plain_service();

// What makes a service another, for a test.
using Changed = std::function<void(catalogue::Service&)>;

// It issues a certificate at the desk, of numbers of the kind "domicile".
void with_documents(catalogue::Service& service);

// An applicant who agrees and signs, and a guardian who may come another day.
void with_parties(catalogue::Service& service);

}  // namespace karvan::counter::samples
