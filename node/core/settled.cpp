#include <algorithm>

#include "node/core/places.h"
#include "node/core/projection.h"
#include "node/core/slice.h"
#include "storage/model/newest.h"
#include "storage/model/planted.h"

// What the centre's feeds make of the records.
namespace karvan::core {
namespace {

constexpr std::size_t looked_through = 16;  // records for each shadow that may be settled

// P4: also after a crash the next operation is later than what its author sees. What is kept tells, not the clock
// before: a slice whose commit failed had raised that already.
Result<void> keep_clock(Book& book) {
  auto cursors = book.store().cursors();
  TRY(const auto kept, cursors.clock());
  return book.latest() > kept && !planted(18) ? cursors.keep_clock(book.latest()) : Result<void>{};
}

// The entries that it is made of do not come: what it tells of their times, and of what was ordered away, has to do.
Result<void> show_whole(Book& book, const model::Record& record, const store::Settled& settled) {
  book.observe(model::newest(record));
  TRY_VOID(keep_clock(book));
  for (const auto& order : record.erased) {
    model::Op op;
    op.actor = order.actor;
    op.of = record.id;
    op.erase = order.act;
    TRY_VOID(book.erase(op));
  }
  return book.put_record(record, settled, false);
}

}  // namespace

Result<void> Book::overtake(const std::string& writer, bool apart) {
  auto id = model::parse_op_id(writer);
  if (!id || id->node != options_.site.node) return {};
  auto log = store_.log();
  TRY(auto line, log.line(id->epoch, id->seq));
  const bool told = line && line->entry != 0;
  if (!told || (line->fate != model::Fate::waiting && line->fate != model::Fate::refused)) return {};
  return log.change_fate(id->epoch, id->seq, model::Fate::applied, !apart);
}

Result<Book::Folded> Book::fold(std::span<const exchange::Entry> entries, std::size_t& left) {
  Slice slice(*this);
  TRY_VOID(slice.fold(entries, left));
  TRY(auto folded, slice.finish());
  TRY_VOID(keep_clock(*this));
  return folded;
}

void Book::observe(model::HybridTime seen) { clock_.observe(seen, model::observed_ms_max(trusted_, now_ms_)); }

Result<void> Book::put_record(const model::Record& record, const store::Settled& settled, bool guessed) {
  auto put = store_.records().put_settled(record.id, settled);
  const bool fresh = !put && put.error().code == Code::not_found;
  if (fresh) {
    TRY(auto id, model::parse_record_id(record.id));
    TRY_VOID(erase_old_keys(record));
    put = store::add_record(store_.database(), listed_of(*this, id, record), settled);
  }
  TRY_VOID(put);
  if (guessed) return {};
  TRY(auto pending, store_.log().pending(record.id));
  if (pending.empty()) return fresh ? Result<void>{} : summarise(record);
  TRY(auto guess, guess_on(*this, record, pending));
  return summarise(guess);
}

Result<void> Book::put_whole(const exchange::Snapshot& snapshot) {
  store::Shadow shadow{snapshot.id, snapshot.at, snapshot.body, std::string(store::shadow_rebuilt)};
  if (snapshot.body.empty()) {
    shadow.body = store::shadow_nothing;
    return store_.shadows().put(shadow);
  }
  auto record = model::parse_record(snapshot.body);
  if (!record || record->id != snapshot.id) {
    const Error why = record ? Error{Code::malformed, {}, "record"} : record.error();
    TRY_VOID(store_.shadows().put({snapshot.id, snapshot.at, std::nullopt, std::string(name_of(why.code))}));
    return tl::unexpected(why);
  }
  TRY(auto settled, store_.records().settled(snapshot.id));
  TRY(auto known, store_.shadows().get(snapshot.id));
  const auto position = std::max(settled ? settled->position : 0, known && known->body ? known->position : 0);
  if (position > 0 && position >= snapshot.at)
    return known && !known->body ? store_.shadows().remove(snapshot.id) : Result<void>{};
  // Of a record that this box has written on, some operations may be in it whose entries are still to come.
  TRY(auto own, store_.log().of_record(snapshot.id, 1));
  if (!own.empty() || settled) return store_.shadows().put(shadow);
  if (known) TRY_VOID(store_.shadows().remove(snapshot.id));
  return show_whole(*this, *record, {snapshot.body, snapshot.at});
}

Result<std::vector<std::string>> Book::wanted(std::size_t limit) const {
  TRY(auto shadows, store_.shadows().wanted(limit));
  std::vector<std::string> records;
  for (auto& shadow : shadows) records.push_back(std::move(shadow.record));
  return records;
}

Result<bool> Book::begins_anew(const std::string& record, const std::string& body) const {
  TRY(const bool in_part, store_.records().outlived_in_part(record));
  if (!in_part) return true;
  auto was = model::parse_record(body);
  auto creator = was ? model::parse_op_id(was->creator) : Result<model::OpId>(tl::unexpected(was.error()));
  if (!creator || creator->node != options_.site.node) return false;
  // Of a box that was put back, or its twin: when the centre was told of that, nobody here knows.
  TRY(const auto line, store_.log().line(creator->epoch, creator->seq));
  if (!line) return false;
  TRY(const bool stands, store_.log().entry_stands(creator->epoch, creator->seq));
  return !stands;
}

// Nothing of it is settled; what this box wrote is pending again.
Result<void> Book::unsettle(const std::string& record) {
  TRY_VOID(store_.records().drop_settled(record));
  TRY_VOID(store_.log().resettle(record, 0));
  TRY(auto guess, best_guess(record));
  return guess.id.empty() ? store_.records().remove(record) : summarise(guess);
}

Result<bool> Book::settle_shadows(std::size_t limit, std::vector<std::string>& changed) {
  TRY(auto shadows, store_.shadows().ready(limit));
  for (const auto& shadow : shadows) {
    if (shadow.body == store::shadow_nothing) {
      TRY_VOID(unsettle(shadow.record));
    } else {
      auto record = model::parse_record(*shadow.body);
      if (!record) {  // it is to be had whole
        TRY_VOID(store_.shadows().put(
            {shadow.record, shadow.position, std::nullopt, std::string(name_of(record.error().code))}));
        continue;
      }
      TRY_VOID(store_.log().resettle(shadow.record, shadow.position));
      TRY_VOID(show_whole(*this, *record, {*shadow.body, shadow.position}));
    }
    TRY_VOID(store_.shadows().remove(shadow.record));
    changed.push_back(shadow.record);
  }
  if (shadows.size() == limit) return false;
  TRY(const bool any, store_.records().any_outlived());
  if (!any) return true;
  TRY(auto outlived, store_.records().next_outlived(limit * looked_through));
  for (const auto& record : outlived) {
    TRY(auto shadow, store_.shadows().get(record));
    if (shadow) continue;  // it is still to be had whole
    TRY(auto was, store_.records().settled(record));
    TRY(const bool anew, begins_anew(record, was ? was->body : ""));
    if (!anew) {
      TRY_VOID(store_.shadows().put({record, 0, std::nullopt, std::string(store::shadow_rebuilt)}));
      continue;
    }
    TRY_VOID(unsettle(record));
    changed.push_back(record);
  }
  return false;
}

Result<void> Book::go_back(const exchange::Cursors& from) {
  TRY_VOID(store_.cursors().put({office_feed(), from.centre_epoch, from.office, from.office_hash}));
  TRY_VOID(store_.cursors().put({"node", from.centre_epoch, from.node, from.node_hash}));
  TRY_VOID(store_.cursors().put({"reference", from.centre_epoch, from.reference, from.reference_hash}));
  TRY_VOID(store_.documents().go_back("manifest", from.reference));
  TRY_VOID(store_.documents().go_back("staff", from.node));
  roster_at_ = std::min(roster_at_, from.node);
  TRY_VOID(store_.records().begin_life(from.office));
  TRY_VOID(store_.attachments().send_again());
  TRY_VOID(store_.log().resend_from_safe());
  return load_unsent();
}

Result<void> Book::forget_centre() { return go_back({}); }

Result<exchange::Trail> Book::trail() const {
  exchange::Trail trail;
  const std::pair<std::string, std::vector<exchange::Mark>*> feeds[] = {
      {office_feed(), &trail.office}, {"node", &trail.node}, {"reference", &trail.reference}};
  for (const auto& [feed, marks] : feeds) {
    TRY(auto places, store_.cursors().trail(feed));
    for (const auto& place : places)
      if (marks->size() < exchange::trail_max) marks->push_back({place.position, place.hash});
  }
  return trail;
}

Result<void> Book::receive(const exchange::Point& point, std::uint64_t stated, std::uint64_t taken) {
  auto log = store_.log();
  if (point.seq > 0) {
    TRY(auto line, log.line(point.epoch, point.seq));
    // The centre holds an operation under this name that this box did not write. What this box wrote it holds beside.
    if (!line || line->hash != point.hash) {
      TRY(const auto gap, gap_before(store_.database(), point));
      if (gap) return note_received(point.epoch, gap->kept.seq);  // it had written that, and lost it
      TRY_VOID(note_fork(point.epoch));
      return taken > 0 ? note_received(point.epoch, taken) : Result<void>{};
    }
  }
  if (point.seq < stated) {
    TRY_VOID(log.rewind(point.epoch, point.seq));
    return load_unsent();
  }
  if (point.seq == 0) return {};
  return note_received(point.epoch, point.seq);
}

Result<void> Book::note_received(const std::string& epoch, std::uint64_t seq) {
  TRY_VOID(store_.log().mark_received(epoch, seq));
  if (planted(12)) TRY_VOID(store_.log().mark_safe(epoch, seq));
  unsent_.received(epoch, seq);
  return {};
}

Result<void> Book::note_safe(const std::vector<exchange::SafeMark>& marks) {
  for (const auto& mark : marks) {
    auto safe = store_.log().mark_safe(mark.epoch, mark.seq);
    if (!safe && safe.error().code == Code::chain_gap) continue;  // of another box under this name, or not of this log
    TRY_VOID(safe);
    unsent_.received(mark.epoch, mark.seq);
  }
  return marks.empty() ? Result<void>{} : erase_safe_lines();
}

}  // namespace karvan::core
