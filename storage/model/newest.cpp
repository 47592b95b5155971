#include "storage/model/newest.h"

#include <algorithm>

namespace karvan::model {
namespace {

// What each thing in a record says of its time, however deep.
class Latest {
 public:
  explicit Latest(HybridTime time) : time_(time) {}
  HybridTime time() const { return time_; }

  template <class Thing>
  void see(const Thing& thing) {
    time_ = std::max(time_, thing.time);
  }
  void see(const Return& one) { see(one.returned); }
  void see(const Resolution& one) {
    see(one.resolved);
    see(one.among);
  }
  void see(const Alarm& alarm) { see(alarm.settled); }
  void see(const Field& field) {
    time_ = std::max(time_, field.time);
    see(field.candidates);
    see(field.replaced);
    see(field.members);
  }
  template <class Thing>
  void see(const std::optional<Thing>& thing) {
    if (thing) see(*thing);
  }
  template <class Thing>
  void see(const std::vector<Thing>& things) {
    for (const auto& thing : things) see(thing);
  }

 private:
  HybridTime time_;
};

}  // namespace

HybridTime newest(const Record& record) {
  Latest latest(record.created);
  for (const auto& [name, field] : record.fields) latest.see(field);
  latest.see(record.milestones);
  latest.see(record.early);
  latest.see(record.attachments);
  latest.see(record.shown);
  latest.see(record.returns);
  latest.see(record.resolutions);
  latest.see(record.decisions);
  latest.see(record.handed_over);
  latest.see(record.sheets);
  latest.see(record.closed);
  latest.see(record.lease);
  latest.see(record.settled);
  latest.see(record.erased);
  latest.see(record.alarms);
  return latest.time();
}

}  // namespace karvan::model
