#include "tests/oracle/agreement/history.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/rules/check.h"
#include "tests/oracle/agreement/compare.h"
#include "tests/oracle/agreement/service.h"

namespace karvan::agreement {
namespace {

const std::vector<std::string> plain = {"name", "phone", "spouse", "low", "high", "married", "ruling"};
const std::vector<std::string> papers = {"a", "b", "c", "d"};
const std::vector<std::string> stages = {"checked", "looked", "ready", "sent"};

model::Record fold(model::Record record, const Entry& entry) {
  return model::apply(std::move(record), entry.op, entry.verdict);
}

std::vector<std::string> instances(const model::Record& record) {
  auto list = record.fields.find("members");
  return list == record.fields.end() ? std::vector<std::string>{} : model::words_of(list->second.value);
}

}  // namespace

World::World() : oracle_(agreement::form()) {
  for (const char* box : {"bus-01", "bus-02", "bus-03"}) seats_.push_back({box, "e1", std::string("sup-") + box});
  for (const char* clerk : {"clerk-1", "clerk-2"}) seats_.push_back({"centre", "c1", clerk, true});
  Seat& first = seats_[0];
  model::Op op = begin(first);
  op.pin = model::Pin{"license", "v1"};
  op.set = {{"name", "1"}, {"phone", "1"}, {"line", "1/1"}, {"papers", "a b"}, {"members", "m1"}};
  op.set["members/m1/m_name"] = "1";
  op.advance = "filed";
  write(first, op, {});
  calm();
}

model::Op World::begin(Seat& seat) {
  if (seat.centre) {
    take(seat, feed_.size());
    std::uint64_t last = 0;
    for (const Entry& e : feed_) last += e.op.id.node == "centre";
    seat.seq = last;
  }
  model::Op op;
  op.id = {seat.node, seat.epoch, ++seat.seq};
  model::HybridTime time{now_ms_ + seat.offset_ms, 0};
  if (time <= seat.last) time = {seat.last.ms, seat.last.counter + 1};
  op.time = seat.last = time;
  op.uncertain = seat.uncertain;
  op.actor = seat.actor;
  op.of = "lahore/application/a1";
  op.salt = fmt::format("{:024x}", seat.seq);
  return op;
}

model::Record World::shown(const Seat& seat) const {
  model::Record record = seat.settled;
  for (const Entry& mine : seat.pending) {
    const auto guess = judged(record, mine.op, mine.op.time.ms);
    record = model::apply(std::move(record), mine.op, guess);
  }
  return record;
}

model::Record World::shown_at(std::size_t who) const { return shown(seats_[who]); }

void World::write(Seat& seat, model::Op op, const model::Record& shown) {
  if (!shown.id.empty()) {
    const auto person = staff(op.actor);
    auto context = context_of(op, op.time.ms);
    context.actor = &person;
    const form::Instance before(service().form, rules::answers_of(shown), context.form);
    const form::Instance after(service().form, rules::answers_of(shown, op), context.form);
    rules::note_made(shown, before, after, op);
    rules::note_seen(shown, seat.node, op);
    if (!rules::check(shown, op, context)) {
      --seat.seq;
      return;
    }
  }
  auto read = model::parse_op(model::write_op(op));
  if (!read || model::write_op(*read) != model::write_op(op))
    differences_.push_back("an operation is not read as it was written");
  Entry entry{op, {}, {}};
  entry.told.author = seat.centre ? seat.actor : seat.node;
  entry.told.centre = seat.centre;
  entry.told.certain = !op.uncertain;
  entry.told.seen = seat.seen;
  seat.seen.insert(op.id);
  seat.outbox.push_back(entry);
  seat.pending.push_back(std::move(entry));
  if (seat.centre) {
    send(seat, 1);
    take(seat, feed_.size());
  }
}

void World::act(const Act& a) {
  now_ms_ += 1'000;
  Seat& seat = seats_[static_cast<std::size_t>(a.who) % seats_.size()];
  switch (a.what % 12) {
    case 0:
    case 1:
    case 2:
      return change(seat, a);
    case 3:
      return tick(seat, a);
    case 4:
      return instance(seat, a);
    case 5:
      return send(seat, 1 + static_cast<std::size_t>(a.value));
    case 6:
      return take(seat, 1 + 2 * static_cast<std::size_t>(a.value));
    case 7:
      return resolve(seat, a);
    case 8:
      return advance(seat, a);
    case 9:
      return money(seat, a);
    case 10:
      seat.offset_ms = (a.value - 2) * 3'000;
      seat.uncertain = !seat.centre && a.which % 3 == 0;
      return;
    default:  // everybody who has a link
      send(seat, feed_.size() + 100);
      take(seat, feed_.size());
  }
}

void World::change(Seat& seat, const Act& a) {
  auto op = begin(seat);
  const auto record = shown(seat);
  op.set[pick(plain, a.which)] = std::to_string(1 + a.value % 4);
  if (a.what % 12 == 2) op.set[pick(plain, a.which + a.value + 1)] = std::to_string(1 + a.which % 4);
  std::erase_if(op.set, [&](const auto& answer) {  // what is there already nobody changes
    auto field = record.fields.find(answer.first);
    return field != record.fields.end() && field->second.value == answer.second;
  });
  write(seat, op, record);
}

void World::tick(Seat& seat, const Act& a) {
  auto op = begin(seat);
  const auto record = shown(seat);
  const auto& field = record.fields.at("papers");
  const std::string& paper = pick(papers, a.which);
  for (const auto& m : model::members_of(field))
    if (m.value == paper && m.removed_by.empty()) op.remove.push_back({"papers", paper, m.writer});
  if (op.remove.empty()) op.add.push_back({"papers", paper});
  if (a.value == 0) op.add.push_back({"papers", pick(papers, a.which + 1)});
  write(seat, op, record);
}

void World::instance(Seat& seat, const Act& a) {
  auto op = begin(seat);
  const auto record = shown(seat);
  const auto ids = instances(record);
  if (a.value < 2 && !ids.empty()) {
    op.set["members/" + pick(ids, a.which) + (a.value == 0 ? "/m_name" : "/m_phone")] = std::to_string(2 + a.which % 3);
  } else if (a.value == 2 && !ids.empty()) {
    const std::string& id = pick(ids, a.which);
    for (const auto& m : model::members_of(record.fields.at("members")))
      if (m.value == id && m.removed_by.empty()) op.remove.push_back({"members", id, m.writer});
  } else {
    const std::string id = fmt::format("{}{}", "abcde"[static_cast<std::size_t>(&seat - seats_.data())], op.id.seq);
    op.add.push_back({"members", id});
    op.set["members/" + id + "/m_name"] = "1";
  }
  write(seat, op, record);
}

void World::resolve(Seat& seat, const Act& a) {
  auto op = begin(seat);
  const auto record = shown(seat);
  std::vector<std::string> open;
  for (const auto& [key, field] : record.fields)
    if (field.held || field.late) open.push_back(key);
  if (open.empty()) {
    --seat.seq;
    return;
  }
  const std::string& key = pick(open, a.which);
  const auto& field = record.fields.at(key);
  std::vector<model::Candidate> among = field.candidates;
  among.push_back({field.value, field.writer});
  const auto& chosen = pick(among, a.value);
  op.resolve = model::Resolved{key, chosen.value, chosen.writer, {}, "looked at the papers"};
  for (const auto& c : among) op.resolve->seen.push_back(c.writer);
  write(seat, op, record);
}

void World::advance(Seat& seat, const Act& a) {
  auto op = begin(seat);
  const auto record = shown(seat);
  if (a.value == 3) {
    model::Returned returned{{}, "a paper is missing"};
    for (const std::string& stage : service().reopens)
      if (record.reached(stage)) returned.reopens.push_back(stage);
    op.returned = returned;
  } else {
    op.advance = pick(stages, a.which);
  }
  write(seat, op, record);
}

void World::money(Seat& seat, const Act& a) {
  auto op = begin(seat);
  const auto record = shown(seat);
  const auto open = model::balance(record).open();
  if (record.postings.empty())
    op.post = model::Post{"charge", {500, "PKR"}, "", "", ""};
  else
    op.post = model::Post{"payment", {open, "PKR"}, a.value % 2 ? "terminal" : "qr", "", ""};
  write(seat, op, record);
}

void World::send(Seat& seat, std::size_t most) {
  for (; most > 0 && !seat.outbox.empty(); --most) {
    Entry next = std::move(seat.outbox.front());
    seat.outbox.pop_front();
    receive(std::move(next));
  }
}

void World::receive(Entry entry) {
  entry.told.received_ms = now_ms_;
  entry.verdict = judged(record_, entry.op, now_ms_);
  auto read = model::parse_verdict(model::write_verdict(entry.verdict));
  if (!read || *read != entry.verdict) differences_.push_back("a verdict is not read as it was written");
  record_ = fold(std::move(record_), entry);
  oracle_.receive(entry.op, entry.told);
  for (const std::string& d : compare(oracle_, record_))
    differences_.push_back(fmt::format("after entry {}: {}", feed_.size() + 1, d));
  if (entry.verdict.op != model::Fate::applied)
    differences_.push_back(fmt::format("entry {} as a whole is {}: {}", feed_.size() + 1,
                                       model::name_of(entry.verdict.op), entry.verdict.reason));
  feed_.push_back(std::move(entry));
}

void World::take(Seat& seat, std::size_t most) {
  for (; most > 0 && seat.cursor < feed_.size(); --most) {
    const Entry& entry = feed_[seat.cursor++];
    seat.settled = fold(std::move(seat.settled), entry);
    seat.seen.insert(entry.op.id);
    seat.last = std::max(seat.last, entry.op.time);
    std::erase_if(seat.pending, [&](const Entry& mine) { return mine.op.id == entry.op.id; });
  }
}

void World::calm() {
  for (Seat& seat : seats_) send(seat, seat.outbox.size());
  for (Seat& seat : seats_) take(seat, feed_.size());
}

std::string World::story() const {
  std::string out;
  for (std::size_t i = 0; i < feed_.size(); ++i)
    out += fmt::format("{}. received {} ms later: {}\n   {}\n", i + 1, feed_[i].told.received_ms - feed_[i].op.time.ms,
                       model::write_op(feed_[i].op), model::write_verdict(feed_[i].verdict));
  for (const std::string& d : differences_) out += d + "\n";
  return out;
}

}  // namespace karvan::agreement
