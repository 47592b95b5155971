#include "sync/central/api/views.h"
#include "sync/central/reconcile/erasure.h"

#include <algorithm>

#include "storage/model/tracking.h"
#include "sync/central/api/fork_view.h"
#include "sync/central/api/rule_view.h"
#include "sync/central/api/sign_in.h"
#include "sync/central/reconcile/listing.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/rules/due.h"
#include "sync/show/closing.h"
#include "sync/show/record.h"

namespace karvan::central {
namespace {

constexpr std::size_t acts_max = 1'000;
constexpr std::size_t search_bytes_max = 4 << 10;
constexpr std::string_view search_members[] = {"q", "office", "stage", "state", "kind", "closed", "late", "escalated"};

std::string member(const std::map<std::string, std::string>& query, const std::string& name) {
  auto found = query.find(name);
  return found == query.end() ? "" : found->second.substr(0, 100);
}

std::string record_of(const ApplicationRow& row) { return row.office + "/application/" + row.id; }

// The newest verdict of each operation, in the order in which the operations first appear.
Result<std::vector<Act>> acts_of(Files& files, std::string_view office, const std::string& record) {
  TRY(auto rows, Feeds(files.records).of_record(office, record, acts_max));
  std::vector<Act> acts;
  for (const auto& row : rows) {
    auto same = std::find_if(acts.begin(), acts.end(), [&](const Act& act) { return act.op.id == row.op; });
    if (same != acts.end()) {
      same->verdict = row.verdict;
      continue;
    }
    TRY(auto told, told_of(files, row.op));
    if (told) acts.push_back({std::move(told->op), row.verdict, told->erased});
  }
  return acts;
}

// What is awaited first need not be what is escalated.
std::string escalated_stage(const model::Record& record, const Showing& showing, const std::string& otherwise) {
  if (!showing.service) return otherwise;
  std::string stage = otherwise;
  std::int64_t first = 0;
  for (const auto& due : rules::due_stages(record, *showing.service, showing.now_ms)) {
    if (!due.escalated || (first != 0 && due.escalates_ms >= first)) continue;
    stage = due.stage;
    first = due.escalates_ms;
  }
  return stage;
}

}  // namespace

Views::Views(const House& house, std::unique_ptr<Files> files)
    : house_(&house), files_(std::move(files)), reference_(files_->records, seal::verifying(house.keys.signing)) {}

Result<Views> Views::open(const House& house) {
  TRY(auto files, open_files(house.files));
  return Views(house, std::make_unique<Files>(std::move(files)));
}

Result<void> Views::refresh() {
  TRY_VOID(reference_.refresh());
  return {};
}

json::object Views::person(const rules::Staff& person) const {
  return {{"id", person.id}, {"name", person.name}, {"role", rules::name_of(person.role)}};
}

std::string Views::hello(const rules::Staff* me) const {
  json::array people;
  for (const auto& [id, staff] : reference_.roster())
    if (may_enter(staff)) people.push_back(person(staff));
  json::object o{{"name", house_->name}, {"languages", json::array{"en", "ur", "az"}}, {"staff", std::move(people)}};
  o["me"] = me ? json::value(person(*me)) : json::value(nullptr);
  return json::write(o);
}

Result<std::string> Views::get(std::string_view route, const std::map<std::string, std::string>& query,
                               const rules::Staff& me) {
  if (route == "status") return status();
  if (route == "applications") return applications("", query);
  if (route == "reviews") return reviews(query);
  constexpr std::string_view one = "applications/";
  if (!route.starts_with(one)) return fail(Code::unknown_route);
  route.remove_prefix(one.size());
  auto slash = route.find('/');
  if (slash == route.npos) return fail(Code::unknown_application);
  return application(route.substr(0, slash), route.substr(slash + 1), me);
}

Result<std::string> Views::status() {
  Records records(files_->records);
  TRY(auto all, Nodes(files_->inbox).list());
  json::array nodes;
  std::uint64_t operations = 0, settled = 0, parked = 0;
  for (const auto& node : all) {
    TRY(auto received_here, Inbox(files_->inbox).received(node.name));
    TRY(auto settled_here, records.settled(node.name));
    TRY(auto parked_here, records.count_parked(node.name));
    operations += received_here;
    settled += settled_here;
    parked += parked_here;
    if (node.name == centre_node) continue;
    TRY(auto fork, show_fork(files_->inbox, node));
    TRY(auto gone, Inbox(files_->inbox).gone(node.name));
    nodes.push_back(json::object{{"name", node.name},
                                 {"office", node.office},
                                 {"last_seen", node.seen_ms ? json::value(*node.seen_ms) : json::value(nullptr)},
                                 {"received", received_here},
                                 {"settled", settled_here},
                                 {"parked", parked_here},
                                 {"fork", std::move(fork)},
                                 {"lost", gone}});
  }
  TRY(auto count, Applications(files_->records).count());
  TRY(auto late, Applications(files_->records).count_late(house_->now_ms()));
  TRY(auto escalated, Applications(files_->records).count_escalated(house_->now_ms()));
  TRY(auto reviews, Reviews(files_->records).count());
  json::object counts{{"applications", count}, {"operations", operations}, {"settled", settled}, {"parked", parked},
                      {"late", late},          {"escalated", escalated},   {"reviews", reviews}};
  TRY(const auto held, Records(files_->records).meta(meta_grants_held));
  const bool by_box = std::any_of(all.begin(), all.end(), [&](const Node& node) { return node.name == held; });
  const auto by = held.empty() ? json::value(nullptr) : json::value(by_box ? held : "");
  return json::write(json::object{
      {"name", house_->name}, {"nodes", std::move(nodes)}, {"counts", std::move(counts)}, {"numbers_held", by}});
}

Result<std::string> Views::search(std::string_view body) {
  TRY(const auto asked, json::parse_object(body, search_bytes_max));
  Filters filters;
  for (const auto& [name, value] : asked) {
    const bool known =
        std::find(std::begin(search_members), std::end(search_members), name) != std::end(search_members);
    if (!known || !value.is_string()) return fail(Code::malformed, {}, std::string(name));
    filters[name] = value.as_string();
  }
  return applications(member(filters, "q"), filters);
}

Result<std::string> Views::applications(const std::string& words, const Filters& filters) {
  ApplicationFilter filter;
  if (auto tracking = model::parse_tracking(words))
    filter.tracking = *tracking;
  else
    filter.words = folded(words);
  filter.office = member(filters, "office");
  filter.stage = member(filters, "stage");
  filter.state = member(filters, "state");
  filter.kind = member(filters, "kind");
  filter.closed = member(filters, "closed");
  filter.late = member(filters, "late") == "true";
  filter.escalated = member(filters, "escalated") == "true";
  filter.now_ms = house_->now_ms();
  TRY(auto rows, Applications(files_->records).list(filter));
  json::array list;
  for (const auto& row : rows) {
    TRY(auto showing, showing_of(row));
    list.push_back(show_line(row, showing));
  }
  return json::write(list);
}

show::NameOf Views::names() const {
  return [this](const std::string& id) {
    if (id == centre_node) return house_->name;
    const auto* person = reference_.staff(id);
    return person ? person->name : id;
  };
}

Result<Showing> Views::showing_of(const ApplicationRow& row) {
  Showing showing;
  TRY(showing.service, reference_.service(row.service, row.version));
  showing.name_of = names();
  showing.now_ms = house_->now_ms();
  TRY(showing.reviews, Reviews(files_->records).of_record(row.office, record_of(row)));
  return showing;
}

Result<model::Record> Views::record(std::string_view office, std::string_view id) {
  TRY(auto stored, Records(files_->records).record(office, id));
  if (!stored) return fail(Code::unknown_application);
  return model::parse_record(stored->body);
}

Result<std::set<std::string>> Views::missing_files(const model::Record& record) {
  std::set<std::string> missing;
  for (const auto& attached : record.attachments) {
    TRY(bool present, Attachments(files_->inbox).present(attached.act.hash));
    if (!present) missing.insert(attached.act.hash);
  }
  return missing;
}

Result<json::object> Views::review(ReviewRow row) {
  TRY(auto id, model::parse_record_id(row.record));
  model::Record known;
  TRY(auto body, Records(files_->records).record(row.office, row.record));
  if (body) {
    TRY(known, model::parse_record(body->body));
  }
  TRY(auto application, Applications(files_->records).get(row.office, id.id));
  Showing showing;
  TRY(showing.service, reference_.service(known.pin.service, known.pin.version));
  showing.name_of = names();
  showing.now_ms = house_->now_ms();
  if (row.kind == review_escalated) row.what = escalated_stage(known, showing, row.what);
  bool found = application && id.kind == "application";
  auto shown = show_review(row, found ? &*application : nullptr, known, showing);
  TRY_VOID(show_writer(row, shown));
  return shown;
}

// Who wrote what opened it; of what was set aside, why.
Result<void> Views::show_writer(const ReviewRow& row, json::object& shown) {
  auto id = model::parse_op_id(row.writer);
  if (!id) return {};
  if (row.kind == "parked" || row.kind == "waiting") {
    TRY(auto parked, Records(files_->records).parked(*id));
    if (parked) shown["rule"] = rule_of(parked->reason);
  }
  TRY(auto line, Inbox(files_->inbox).line(*id));
  auto op = line ? model::parse_op(line->line) : Result<model::Op>(fail(Code::not_found));
  if (!op) return {};
  shown["written"] = json::object{
      {"by", names()(op->actor)}, {"at", op->time.ms}, {"from", op->id.node}, {"what", show::names_of_acts(*op)}};
  return {};
}

// Nobody writes them down: they are of the hour.
Result<json::array> Views::escalations(const ReviewFilter& filter) {
  json::array list;
  if (!filter.kind.empty() && filter.kind != review_escalated) return list;
  TRY(auto rows, Applications(files_->records).escalated(filter.office, house_->now_ms(), filter.limit));
  for (const auto& row : rows) {
    TRY(auto shown,
        review({row.office, record_of(row), std::string(review_escalated), row.awaits, {}, row.escalate_ms}));
    list.push_back(std::move(shown));
  }
  return list;
}

Result<std::string> Views::reviews(const std::map<std::string, std::string>& query) {
  ReviewFilter filter;
  filter.office = member(query, "office");
  filter.kind = member(query, "kind");
  const auto record = member(query, "record");
  json::array list;
  if (record.empty()) {
    TRY(list, escalations(filter));
  }
  TRY(auto rows, record.empty() ? Reviews(files_->records).list(filter)
                                : Reviews(files_->records).of_record(filter.office, record));
  for (const auto& row : rows) {
    TRY(auto shown, review(row));
    list.push_back(std::move(shown));
  }
  return json::write(list);
}

Result<json::object> Views::for_institution(const ApplicationRow& row) {
  TRY(auto known, record(row.office, record_of(row)));
  TRY(auto showing, showing_of(row));
  TRY(showing.missing_files, missing_files(known));
  return show_to_institution(row, known, showing);
}

Result<std::string> Views::application(std::string_view office, std::string_view id, const rules::Staff& me) {
  TRY(auto row, Applications(files_->records).get(office, id));
  if (!row) return fail(Code::unknown_application);
  TRY(auto known, record(office, record_of(*row)));
  TRY(auto showing, showing_of(*row));
  TRY(showing.acts, acts_of(*files_, office, record_of(*row)));
  TRY(showing.missing_files, missing_files(known));
  auto whole = show_whole(*row, known, showing);
  if (me.role == rules::Role::clerk)
    whole["closings"] = show::closings_offered(known, showing.service, me, house_->now_ms());
  return json::write(whole);
}

}  // namespace karvan::central
