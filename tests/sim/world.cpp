#include "tests/sim/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <tuple>

#include "storage/model/json.h"
#include "storage/seal/pin.h"
#include "tests/sim/checkers.h"

namespace karvan::sim {
namespace {

constexpr std::int64_t dawn_ms = 1'795'305'600'000;  // 2026-11-22 00:00 UTC
constexpr std::int64_t opening_ms = 8 * hour_ms;
constexpr std::int64_t calm_ms_max = 40 * minute_ms, calm_step_ms = 5'000;
constexpr seal::Argon2Cost quick_pin{1, 1024};
constexpr auto pin = "246810";
constexpr std::uint64_t boxes_most = 1'000, enrols_late_one_in = 4;

std::vector<std::pair<std::string, std::string>> read_answers(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  std::vector<std::pair<std::string, std::string>> answers;
  const auto pairs = boost::json::parse(text.str());
  for (const auto& pair : pairs.as_array()) answers.emplace_back(pair.at(0).as_string(), pair.at(1).as_string());
  return answers;
}

// Most come for the permit: it costs a run little, and meets everything that the domicile does but its length.
std::vector<Errand> errands(const std::string& domicile) {
  Errand permit{"permit",
                {{"full_name", "Sana Tariq"}, {"father_name", "Tariq Mahmood"}, {"mobile", "0300-1234567"}},
                {10'000, "PKR"},
                true,
                {"photo", "paper"}};
  std::vector<Errand> all(11, permit);
  all.push_back({"domicile", read_answers(domicile), {20'000, "PKR"}, false, {}});
  return all;
}

}  // namespace

void Figures::add(const Figures& other) {
  operations += other.operations;
  parallel += other.parallel;
  contested += other.contested;
  resolved += other.resolved;
  late += other.late;
  disputed += other.disputed;
  decided += other.decided;
  returned += other.returned;
  handed_over += other.handed_over;
  closed += other.closed;
  node_days += other.node_days;
  sticks_taken += other.sticks_taken;
  sticks_read += other.sticks_read;
  erased += other.erased;
  forks_settled += other.forks_settled;
  enrolled_late += other.enrolled_late;
  published += other.published;
  for (const auto& [act, times] : other.acts) acts[act] += times;
  faults.add(other.faults);
}

World::World(Plan plan)
    : plan_(std::move(plan)),
      random_(plan_.seed),
      agenda_(dawn_ms),
      story_(dawn_ms, plan_.tells),
      network_(Weather{}, Random(random_.next()), figures_.faults),
      headquarters_luck_(random_.next()),
      centre_luck_(random_.next()) {
  story_.at(dawn_ms);
  centre_ = std::make_unique<Centre>(Random(random_.next()), story_, now_ms());
  centre_->publish(plan_.catalogues->edition(edition_), now_ms());
  headquarters_ = std::make_unique<Headquarters>(*centre_, Random(random_.next()), story_);
  for (int i = 1; i <= plan_.buses; ++i) make_bus(i, opening_ms, plan_.days);
  if (random_.one_in(enrols_late_one_in)) enrol_late();
  agenda_.in(opening_ms, [this] { headquarters_works(); });
  agenda_.in(opening_ms, [this] { centre_works(); });
  if (plan_.centre_stroke_ms > 0) agenda_.in(opening_ms, [this] { strike_centre(); });
  publish_later();
  if (!plan_.rare) return;
  centre_->begin_copies();
  agenda_.in(opening_ms, [this] { copy_centre(); });
}

World::~World() = default;

// It takes part in what the others have written since.
void World::enrol_late() {
  const auto day = static_cast<int>(random_.below(static_cast<std::uint64_t>(plan_.days)));
  agenda_.in(opening_ms + day * day_ms + random_.below_ms(hour_ms), [this, day] {
    if (calm_) return;
    story_.tell("a box more is enrolled");
    ++figures_.enrolled_late;
    make_bus(plan_.buses + 1, 0, plan_.days - day);
  });
}

void World::make_bus(int number, std::int64_t after_ms, int days) {
  const auto name = fmt::format("bus-{:02}", number);
  const auto key = seal::make_signing_key(name, Random(random_.next()).entropy());
  Box& box = make_box(name, static_cast<std::uint32_t>(number), name, key, random_.bytes(32));
  enrol(box.bus->setup());
  const auto late_ms = static_cast<std::int64_t>(box.luck.below(static_cast<std::uint64_t>(hour_ms)));
  agenda_.in(after_ms + late_ms, [this, &box, days] { open_day(box, days); });
}

Box& World::make_box(const std::string& name, std::uint32_t number, const std::string& label,
                     const seal::SigningKey& key, const std::string& store_key) {
  Box& box = *boxes_.emplace_back(std::make_unique<Box>());
  box.index = boxes_.size() - 1;
  box.luck = Random(random_.next());
  box.hands = Random(plan_.seed * boxes_most + box.index);
  Bus::Setup setup;
  setup.label = label;
  setup.key = store_key;
  setup.options.site = {name, office, ""};
  setup.options.node_number = number;
  setup.options.key = key;
  setup.options.centre = centre_->key();
  Bus::Wires wires;
  wires.uplink = [this, &box](Bus&, core::SendExchange round) { send(box, std::move(round)); };
  wires.upload = [this, &box](Bus&, core::SendUpload piece) { send_piece(box, std::move(piece)); };
  wires.write_stick = [this, &box](core::WriteStick piece) { put_on_stick(box, std::move(piece)); };
  wires.read_stick = [this, &box] { read_stick(box); };
  wires.told = [&box](std::uint64_t ticket, const Result<std::string>& json) {
    for (auto& person : box.people) person->told(ticket, json);
  };
  box.bus = std::make_unique<Bus>(std::move(setup), Random(random_.next()), story_, figures_.faults, std::move(wires));
  hire(box);
  return box;
}

void World::employ(const std::string& node) {
  auto put = [&](const std::string& staff, rules::Role role) {
    rules::Staff row;
    row.id = row.name = staff;
    row.role = role;
    row.pin = seal::hash_pin(pin, random_.entropy(), quick_pin);
    row.nodes = {node};
    centre_->employ(row);
  };
  for (int desk = 1; desk <= plan_.desks; ++desk)
    put(fmt::format("{}-operator-{}", node, desk), rules::Role::operator_);
  put(node + "-supervisor", rules::Role::supervisor);
}

void World::enrol(const Bus::Setup& setup) {
  const auto& [site, key] = std::tie(setup.options.site, setup.options.key);
  if (centre_->is_enrolled(site.node)) return;
  centre_->enrol(site.node, setup.options.node_number, seal::verifying(key), now_ms());
  employ(site.node);
}

void World::hire(Box& box) {
  const auto &node = box.bus->name(), &label = box.bus->label();
  for (int desk = 1; desk <= plan_.desks; ++desk) {
    Seated::Card card{fmt::format("{}-operator-{}", node, desk), pin, fmt::format("{} desk {}", label, desk)};
    box.people.push_back(std::make_unique<Operator>(card, errands(plan_.answers), Random(box.luck.next()), story_));
  }
  Seated::Card card{node + "-supervisor", pin, label + " supervisor", true};
  box.people.push_back(std::make_unique<Supervisor>(card, Random(box.luck.next()), story_));
}

void World::advance(std::int64_t until_ms) {
  while (story_.sound() && agenda_.step(until_ms)) story_.at(now_ms());
  story_.at(now_ms());
}

void World::run() {
  // It ends at night, or in the middle of the first bus's last day.
  if (random_.one_in(2)) {
    const auto last_day = static_cast<std::uint64_t>(plan_.days);
    while (story_.sound() && boxes_.front()->day < last_day) advance(now_ms() + minute_ms);
    advance(now_ms() + random_.below_ms(plan_.open_ms));
  } else {
    advance(dawn_ms + plan_.days * day_ms);
  }
  // Whoever is weeks away comes back before the weather clears.
  auto back_ms = now_ms();
  for (const auto& box : boxes_) back_ms = std::max(back_ms, box->away_until_ms);
  advance(back_ms);
  calm_down();
  const auto patience_ms = now_ms() + calm_ms_max;
  while (story_.sound() && now_ms() < patience_ms && !settled()) advance(now_ms() + calm_step_ms);
  headquarters_open_ = false;
  advance(now_ms() + 2 * minute_ms);  // what the centre did last comes down too
  const auto archive = read_archive(*centre_);
  count(archive);
  check(archive);
}

void World::calm_down() {
  story_.tell("the weather clears, the desks close up");
  calm_ = true;
  calm_ms_ = now_ms();
  network_.calm();
  centre_->calm();
  headquarters_->close_up();
  for (auto& box : boxes_) {
    box->clock.set_right();
    box->bus->fill_disk(counter::Room::enough);
    box->bus->printer_fails_one_in(0);
    for (auto& person : box->people) person->close_up();
    box->bus->disk().lie(false);
    box->lies_since_ms = 0;
    if (!box->bus->running()) turn_on(*box);
    if (!box->open) {
      box->open = true;
      ++box->day;
      for (std::size_t i = 0; i < box->people.size(); ++i) work(*box, i, box->day);
    }
  }
}

bool World::settled() {
  if (headquarters_->erases()) return false;
  for (auto& box : boxes_) {
    if (!box->bus->running()) return false;
    auto& store = box->bus->core().book().store();
    if (store.log().count_unsent().value_or(1) + (box->put_back ? 0 : store.attachments().count_unsent().value_or(1)) >
        0)
      return false;
    if (is_revoked(*box)) continue;  // what it does now waits for a person, and so does what comes of it
    for (auto& person : box->people)
      if (!person->done()) return false;
    if (count_unsettled(*box->bus) > 0) return false;
  }
  return own_waiting().empty();
}

// Of headquarters' own acts; those on the work of a revoked box wait with that.
std::vector<model::Op> World::own_waiting() {
  if (!revoked_.empty()) return {};
  auto waiting = centre_->waiting();
  std::erase_if(waiting, [](const auto& op) { return op.id.node != central::centre_node; });
  return waiting;
}

void World::check_box(Box& box, const BoxLog& log) {
  Bus& bus = *box.bus;
  const bool revoked = is_revoked(box);
  std::vector<const Operator*> desks;
  for (auto& person : box.people) {
    if (const auto* desk = dynamic_cast<const Operator*>(person.get())) desks.push_back(desk);
    check_failed(bus, *person, story_);
    if (!revoked && !person->done()) story_.broken("P16", person->seat() + " waits for an answer after the calm");
  }
  check_desks(log, desks, story_);
  check_time(log, story_);
  check_all_arrived(log, *centre_, {box.put_back || box.doubled, revoked}, story_);
  check_equal_records(bus, *centre_, story_);
  check_files(bus, *centre_, story_);
  if (!revoked) check_edition(bus, *centre_, story_);
  check_looked_at(bus, story_);
  check_secrecy(bus.label(), bus.disk(), story_);
  check_issued(box);
}

void World::check_issued(Box& box) {
  if (box.issued && box.bus->running() && count_issued(read_log(*box.bus)) > *box.issued)
    story_.broken("P14", box.bus->label() + " has issued numbers since it knew that it is revoked");
}

void World::check_nodes(const std::vector<const BoxLog*>& logs) {
  std::map<std::string, std::pair<std::vector<const BoxLog*>, ForkExcuse>> nodes;
  for (const auto* log : logs) nodes[log->bus->name()].first.push_back(log);
  for (auto& box : boxes_) {
    auto& excuse = nodes[box->bus->name()].second;
    excuse.put_back |= box->put_back || box->doubled;
    excuse.revoked |= is_revoked(*box);
  }
  for (const auto& [name, of_node] : nodes)
    if (!of_node.first.empty()) check_fork(of_node.first, *centre_, of_node.second, story_);
}

// Of whom a line still tells, as it waits or was set aside, nobody can be forgotten yet; and on a box that was put back
// lie drafts that nobody knows of any more.
void World::check_names(const Archive& archive) {
  std::vector<std::string> names;
  for (const auto& each : headquarters_->forgotten()) names.push_back(each.name);
  for (const auto& op : archive.operations)
    std::erase_if(names, [&, text = model::write_op(op)](const auto& name) { return text.find(name) != text.npos; });
  for (const auto& [path, key] : centre_->keys_of_files())
    check_forgotten({"the centre", path, key, centre_->disk()}, names, story_);
  for (auto& box : boxes_)
    if (box->bus->running() && !box->put_back)
      check_forgotten({box->bus->label(), store_file, box->bus->setup().key, box->bus->disk()}, names, story_);
}

void World::check(const Archive& archive) {
  std::map<std::size_t, BoxLog> logs;  // by box
  std::vector<const BoxLog*> all;
  for (auto& box : boxes_)
    if (box->bus->running()) all.push_back(&logs.emplace(box->index, read_log(*box->bus)).first->second);
  check_numbers(all, story_);
  for (const auto& [index, log] : logs) check_box(*boxes_[index], log);
  for (const auto& [index, log] : logs)
    if (const auto& box = *boxes_[index]; !box.put_back && !box.doubled)
      check_witnessed(log, *centre_, archive.parked, story_);
  check_nodes(all);
  check_stay();
  check_names(archive);
  check_secrecy("the centre", centre_->disk(), story_);
  check_revoked(*centre_, revoked_, story_);
  check_parked(archive, story_);
  for (const auto& op : own_waiting())
    story_.broken("P16", model::to_text(op.id) + " of headquarters waits after the calm");
  check_money(archive, story_);
  check_complete(archive, *centre_, story_);
  check_facts(archive, story_);
  check_values(archive, story_);
  check_closings(archive, story_);
  check_decisions(archive, *headquarters_, story_);
}

void World::count(const Archive& archive) {
  for (const auto& [id, record] : archive.records) {
    if (!is_application(id)) continue;
    for (const auto& [name, field] : record.fields) {
      figures_.parallel += field.parallel;
      figures_.contested += field.held || field.late;
    }
    for (const auto& resolution : record.resolutions) figures_.resolved += !resolution.late;
    for (const auto& alarm : record.alarms) figures_.late += alarm.what.starts_with("late_review:");
    for (const auto& document : record.documents) figures_.disputed += document.state == "disputed";
    figures_.decided += record.decisions.size();
    figures_.returned += record.returns.size();
    figures_.closed += record.closed ? 1 : 0;
    figures_.handed_over += record.handed_over.size();
    figures_.erased += record.erased.size();
  }
  figures_.operations = archive.operations.size();
  figures_.acts = story_.acts();
  story_.tell(fmt::format(
      "{} operations: {} parallel, {} still contested, {} resolved, {} late reviews, {} disputed, "
      "{} decisions, {} returns, {} handed over, {} closed; {} faults",
      figures_.operations, figures_.parallel, figures_.contested, figures_.resolved, figures_.late, figures_.disputed,
      figures_.decided, figures_.returned, figures_.handed_over, figures_.closed, figures_.faults.all()));
}

}  // namespace karvan::sim
