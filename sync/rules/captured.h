#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"

// Which pictures, scans and readings an application needs before the stages documents_captured and
// biometrics_captured.
namespace karvan::rules {

// The stage that a question's attachment belongs to: biometrics_captured of a finger and of the camera,
// documents_captured of every other image or file; empty where the question takes none.
std::string_view capture_stage(const form::Question& question);

// Whether the form has any question of that stage.
bool has_captures(const catalogue::Service& service, std::string_view stage);

// The acts' files by question, a later one in the place of an earlier one.
std::vector<model::Attached> attached_of(const model::Record& record);

// Keys of the questions of the stage that are required and blank, or whose answer names a file that no `attached` is
// of; in the form's order.
std::vector<std::string> missing_captures(const catalogue::Service& service, std::string_view stage,
                                          const form::Answers& answers, const std::vector<model::Attached>& attached,
                                          const form::Context& when);

}  // namespace karvan::rules
