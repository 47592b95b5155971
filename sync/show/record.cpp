#include "sync/show/record.h"

#include <set>

namespace karvan::show {

json::object balance(const model::Record& record) {
  const auto balance = model::balance(record);
  return {{"charged", balance.charged - balance.waived},
          {"received", balance.received - balance.refunded},
          {"open", balance.open()},
          {"currency", balance.currency}};
}

json::array documents(const model::Record& record) {
  json::array list;
  for (const auto& document : record.documents)
    list.push_back(json::object{{"kind", document.serial.kind},
                                {"number", document.serial.number},
                                {"state", document.state},
                                {"reason", document.reason},
                                {"prints", json::array(document.prints.begin(), document.prints.end())}});
  return list;
}

std::string names_of_acts(const model::Op& op) {
  std::string names;
  auto add = [&](bool there, const std::string& name) {
    if (there) names += (names.empty() ? "" : " ") + name;
  };
  add(!op.set.empty() || !op.add.empty() || !op.remove.empty(), "set");
  add(op.post.has_value(), "post");
  add(op.issue.has_value(), "issue");
  add(op.voided.has_value(), "void");
  add(op.printed.has_value(), "printed");
  add(!op.attach.empty(), "attach");
  std::set<std::string> shown;
  for (const auto& each : op.shown) shown.insert("shown:" + each.what);
  for (const auto& name : shown) add(true, name);
  add(op.returned.has_value(), "returned");
  if (op.resolve) add(true, "resolve:" + op.resolve->field);
  if (op.decided) add(true, "decided:" + op.decided->outcome);
  if (op.closed) add(true, "closed:" + op.closed->how);
  if (op.settled) add(true, "settled:" + op.settled->outcome);
  add(op.erase.has_value(), "erase");
  add(op.lease.has_value(), "lease");
  add(op.handed_over.has_value(), "handed_over");
  add(op.sheet.has_value(), "sheet");
  add(!op.note.empty(), "note");
  add(!op.advance.empty(), "advance:" + op.advance);
  return names;
}

}  // namespace karvan::show
