#include "sync/central/author/stages_file.h"

#include <algorithm>
#include <set>
#include <utility>

namespace karvan::central::author {

namespace {

using catalogue::Closing;
using catalogue::FeeLine;
using catalogue::Stage;

const KnownWords awaited = {"citizen"};
const KnownWords hows = {"withdrawn", "expired", "uncollected", "returned", "refused", "delivered", "completed"};
constexpr int hours_max = 10'000, days_max = 36'500;

// A stage that bears a default one's id has its parts, but for those written here; any other comes after the one before
// it in the file.
Stage read_stage(const toml::table& table, const std::vector<Stage>& defaults, int before, Faults& faults) {
  TomlReader reader(table, "stage", faults);
  Stage s;
  s.id = reader.text("id");
  auto found = std::find_if(defaults.begin(), defaults.end(), [&](const Stage& d) { return d.id == s.id; });
  const bool ours = found == defaults.end();
  if (!ours) s = *found;
  s.number = static_cast<int>(reader.whole("number", ours ? before + 1 : s.number, 1, 99));
  if (ours || reader.has("title")) s.title = reader.texts("title");
  if (reader.has("prerequisites")) s.prerequisites = reader.list("prerequisites");
  s.target_hours = static_cast<int>(reader.whole("target_hours", s.target_hours, 0, hours_max));
  s.by = known(reader, "by", reachers, ours ? "desk" : s.by);
  s.escalate_hours = static_cast<int>(reader.whole("escalate_hours", 0, 0, hours_max));
  s.escalate_to = known(reader, "escalate_to", roles, "");
  s.awaits = known(reader, "awaits", awaited, "");
  if ((s.escalate_hours > 0) != !s.escalate_to.empty()) {
    reader.fault(s.escalate_to.empty() ? "escalate_to" : "escalate_hours", "escalation needs both hours and a role",
                 "Write escalate_hours = 16 and escalate_to = \"supervisor\", or neither");
  } else if (s.escalate_hours > 0 && s.target_hours == 0) {
    reader.fault("escalate_hours", "the stage has no target that could be missed", "Add target_hours");
  }
  reader.done();
  return s;
}

// By number, and where two have the same, as the file has them.
void put_in_order(std::vector<Stage>& stages) {
  std::vector<std::pair<int, std::size_t>> order;
  for (const Stage& stage : stages) order.emplace_back(stage.number, order.size());
  std::sort(order.begin(), order.end());
  std::vector<Stage> out;
  for (const auto& place : order) out.push_back(std::move(stages[place.second]));
  stages = std::move(out);
}

// Each prerequisite is a stage before it, so that no two wait for each other.
void check_order(TomlReader& service, const std::vector<Stage>& stages) {
  std::set<std::string> before;
  for (const Stage& s : stages) {
    for (const auto& needed : s.prerequisites) {
      if (before.contains(needed)) continue;
      service.fault("stage", "stage \"" + s.id + "\" needs \"" + needed + "\", which is no earlier stage here",
                    "Add that stage, or write prerequisites without it");
    }
    if (!before.insert(s.id).second) service.fault("stage", "stage \"" + s.id + "\" is there twice", "Remove one");
  }
  if (!before.contains("filed")) service.fault("stage", "there is no stage \"filed\"", "Add it");
}

class ClosingReader {
 public:
  ClosingReader(const toml::table& table, const std::vector<FeeLine>& fees, Faults& faults)
      : reader_(table, "closing", faults), fees_(fees), faults_(faults) {}

  Closing run(const std::vector<Closing>& before) {
    closing_.how = known(reader_, "how", hows, "");
    if (closing_.how.empty() && !reader_.has("how"))
      reader_.fault("how", "this is missing", "Write one of " + joined(hows));
    if (std::any_of(before.begin(), before.end(), [&](const Closing& c) { return c.how == closing_.how; }))
      reader_.fault("how", "this way to close is there twice", "Remove one");
    for (const auto* reason : reader_.tables("reasons")) this->reason(*reason);
    refund();
    closing_.next_step = reader_.texts("next_step", false);
    days();
    closing_.by = known(reader_, "by", reachers, by_default());
    reader_.done();
    return std::move(closing_);
  }

 private:
  std::string_view by_default() const {
    if (closing_.how == "expired" || closing_.how == "uncollected" || closing_.how == "completed") return "centre";
    if (closing_.how == "returned") return "supervisor";
    return closing_.how == "refused" ? "institution" : "desk";
  }

  void reason(const toml::table& table) {
    TomlReader reader(table, "closing.reasons", faults_);
    catalogue::Reason one{reader.text("id"), reader.texts("title")};
    reader.done();
    const auto& all = closing_.reasons;
    if (std::any_of(all.begin(), all.end(), [&](const catalogue::Reason& r) { return r.id == one.id; }))
      reader.fault("id", "this reason is there twice", "Write another id");
    closing_.reasons.push_back(std::move(one));
  }

  void refund() {
    if (!reader_.is_list("refund")) {
      const std::string word = known(reader_, "refund", {"none", "all"}, "none");
      closing_.refund = word == "all" ? Closing::Refund::all : Closing::Refund::none;
      return;
    }
    closing_.refund = Closing::Refund::lines;
    closing_.refund_lines = reader_.list("refund");
    for (const auto& id : closing_.refund_lines) {
      if (std::any_of(fees_.begin(), fees_.end(), [&](const FeeLine& line) { return line.id == id; })) continue;
      reader_.fault("refund", "there is no fee \"" + id + "\"", "Write ids of fees, or \"none\" or \"all\"");
    }
  }

  void days() {
    const bool by_days = closing_.how == "expired" || closing_.how == "uncollected";
    closing_.after_days = static_cast<int>(reader_.whole("after_days", 0, 1, days_max));
    if (reader_.has("after_days") && !by_days) {
      reader_.fault("after_days", "only expired and uncollected come by themselves", "Remove it");
    } else if (!reader_.has("after_days") && by_days) {
      reader_.fault("after_days", "this is missing", "Write after how many days the centre closes the application");
    }
  }

  TomlReader reader_;
  const std::vector<FeeLine>& fees_;
  Faults& faults_;
  Closing closing_;
};

}  // namespace

StagesFile read_stages(TomlReader& service, catalogue::Policy policy, Faults& faults) {
  StagesFile out;
  const auto defaults = catalogue::stages_of(policy);
  for (const auto* table : service.tables("stage")) {
    const int before = out.stages.empty() ? 0 : out.stages.back().number;
    out.stages.push_back(read_stage(*table, defaults, before, faults));
  }
  if (out.stages.empty()) out.stages = defaults;
  put_in_order(out.stages);
  check_order(service, out.stages);
  const auto check_stage = [&](const std::string& key, const std::string& id) {
    if (std::none_of(out.stages.begin(), out.stages.end(), [&](const Stage& s) { return s.id == id; }))
      service.fault(key, "there is no stage \"" + id + "\"", "Write a stage of this service");
  };
  out.reopens = service.list("reopens");
  for (const auto& id : out.reopens) check_stage("reopens", id);
  out.keep_until = service.text("keep_until", false);
  if (!out.keep_until.empty()) check_stage("keep_until", out.keep_until);
  if (out.reopens.empty()) out.reopens = catalogue::default_reopens(out.stages);
  return out;
}

std::vector<Closing> read_closings(TomlReader& service, const std::vector<FeeLine>& fees, Faults& faults) {
  std::vector<Closing> out;
  for (const auto* table : service.tables("closing")) {
    Closing closing = ClosingReader(*table, fees, faults).run(out);
    out.push_back(std::move(closing));
  }
  return out;
}

}  // namespace karvan::central::author
