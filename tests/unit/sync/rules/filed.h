#pragma once
#include <string>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules::samples {

// A desk whose application was filed.
struct Filed : Desk {
  std::string filing_id;  // OpId text
  Filed() {
    auto op = filing();
    filing_id = model::to_text(op.id);
    take(op);
  }
};

// `change` sets a field as another box would, over the filing's value.
struct Changing : Filed {
  model::Op change(const std::string& node, const std::string& field, const std::string& value) {
    auto o = op(node);
    o.set[field] = value;
    o.over[field] = filing_id;
    return o;
  }
};

// A filed application; bus-01 and the centre change it while apart, a clerk settles it.
struct Apart : Filed {
  Apart() { as(Role::supervisor); }
  model::Op change(const std::string& node, const std::string& field, const std::string& value) {
    auto o = op(node);
    o.set[field] = value;
    return o;
  }
  std::string contest() {
    take(change("centre", "full_name", "Ali Hassan"));
    auto ours = change("bus-01", "full_name", "Ali Hussain");
    take(ours);
    return model::to_text(ours.id);
  }
  const model::Field& name() { return record.fields.at("full_name"); }
  model::Op resolution(const std::string& chosen, const std::string& value) {
    auto o = op("centre");
    o.resolve = model::Resolved{"full_name", value, chosen, {name().writer}, "as on the card"};
    for (const auto& candidate : name().candidates) o.resolve->seen.push_back(candidate.writer);
    return o;
  }
};

}  // namespace karvan::rules::samples
