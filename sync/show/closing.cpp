#include "sync/show/closing.h"

#include "sync/rules/closing.h"
#include "sync/show/texts.h"

namespace karvan::show {
namespace {

json::object show_money(const model::Money& money) {
  return {{"minor", money.minor}, {"currency", money.currency.empty() ? "XXX" : money.currency}};
}

}  // namespace

json::value closing(const model::Record& record, const catalogue::Service* service, const NameOf& name_of) {
  const auto ending = rules::closing_of(record, service);
  if (!ending) return nullptr;
  json::object o{{"how", ending->how}, {"reason", ending->reason}, {"text", nullptr}};
  static const form::Texts none;
  if (ending->way)
    for (const auto& reason : ending->way->reasons)
      if (reason.id == ending->reason) o["text"] = texts(reason.title, reason.id);
  o["next_step"] = texts(ending->way ? ending->way->next_step : none, "");
  sign(o, ending->writer, ending->by, ending->at, name_of);
  return o;
}

json::array closings_offered(const model::Record& record, const catalogue::Service* service, const rules::Staff& person,
                             std::int64_t now_ms) {
  json::array list;
  if (!service) return list;
  for (const auto* way : closings_offered(record, *service, person, now_ms)) {
    json::array reasons;
    for (const auto& reason : way->reasons)
      reasons.push_back(json::object{{"id", reason.id}, {"title", texts(reason.title, reason.id)}});
    list.push_back(json::object{{"how", way->how},
                                {"reasons", std::move(reasons)},
                                {"refund", show_money(rules::refund_by(record, *service, *way))},
                                {"next_step", texts(way->next_step, "")}});
  }
  return list;
}

json::object refund_due(const model::Record& record, const catalogue::Service* service) {
  return show_money(service ? rules::refund_due(record, *service) : model::Money{0, model::balance(record).currency});
}

}  // namespace karvan::show
