#include "tests/sim/world.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "storage/model/json.h"
#include "storage/seal/pin.h"
#include "sync/exchange/codec.h"
#include "tests/sim/checkers.h"

namespace karvan::sim {
namespace {

constexpr std::int64_t dawn_ms = 1'795'305'600'000;  // 2026-11-22 00:00 UTC
constexpr std::int64_t patience_ms = 20'000;
constexpr std::int64_t opening_ms = dawn_ms + 15'000;  // the boxes have heard of their staff by then
constexpr int calm_steps_max = 4'000;
constexpr seal::Argon2Cost quick_pin{1, 1024};
constexpr auto pin = "246810";

std::vector<std::pair<std::string, std::string>> read_answers(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  std::vector<std::pair<std::string, std::string>> answers;
  const auto pairs = boost::json::parse(text.str());
  for (const auto& pair : pairs.as_array()) answers.emplace_back(pair.at(0).as_string(), pair.at(1).as_string());
  return answers;
}

std::vector<Errand> errands(const std::string& domicile) {
  return {{"domicile", read_answers(domicile), {20'000, "PKR"}, false},
          {"permit",
           {{"full_name", "Sana Tariq"}, {"father_name", "Tariq Mahmood"}, {"mobile", "0300-1234567"}},
           {10'000, "PKR"},
           true}};
}

std::string make_folder(std::uint64_t seed) {
  auto path = std::filesystem::temp_directory_path() / fmt::format("karvan-sim-{}-{}", seed, getpid());
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path / "centre");
  return path.string();
}

}  // namespace

World::World(Plan plan)
    : plan_(std::move(plan)),
      random_(plan_.seed),
      folder_(make_folder(plan_.seed)),
      now_ms_(dawn_ms),
      network_(Weather{}, Random(random_.next())),
      headquarters_luck_(random_.next()) {
  story_.at(0);
  centre_ = std::make_unique<Centre>(folder_ + "/centre", Random(random_.next()), story_, now_ms_);
  centre_->publish(plan_.catalogues, now_ms_);
  headquarters_ = std::make_unique<Headquarters>(*centre_, Random(random_.next()), story_);
  for (int i = 1; i <= plan_.buses; ++i) make_bus(i);
}

World::~World() {
  people_.clear();
  buses_.clear();
  headquarters_.reset();
  centre_.reset();
  std::filesystem::remove_all(folder_);
}

void World::make_bus(int number) {
  Random luck(random_.next());
  std::string name = fmt::format("bus-{:02}", number);
  Bus::Setup setup;
  setup.folder = folder_ + "/" + name;
  std::filesystem::create_directories(setup.folder);
  setup.key = luck.bytes(32);
  setup.options.site = {name, "lahore", ""};
  setup.options.node_number = static_cast<std::uint32_t>(number);
  setup.options.key = seal::make_signing_key(name, luck.entropy());
  setup.options.centre = centre_->key();
  centre_->enrol(name, "lahore", setup.options.node_number, seal::verifying(setup.options.key), now_ms_);

  auto& bus = buses_.emplace_back(std::make_unique<Bus>(
      std::move(setup), Random(luck.next()), story_,
      [this](Bus& sender, core::SendExchange round) { send(sender, std::move(round)); },
      [this, number](std::uint64_t ticket, const Result<std::string>& json) {
        for (auto& person : people_[buses_[static_cast<std::size_t>(number) - 1].get()]) person->told(ticket, json);
      }));
  employ(*bus, luck);
  bus->start(now_ms_);
}

void World::employ(Bus& bus, Random& luck) {
  auto hire = [&](const std::string& staff, rules::Role role) {
    rules::Staff row;
    row.id = row.name = staff;
    row.role = role;
    row.pin = seal::hash_pin(pin, luck.entropy(), quick_pin);
    row.nodes = {bus.name()};
    centre_->employ(row);
  };
  auto& seated = people_[&bus];
  for (int desk = 1; desk <= plan_.desks; ++desk) {
    std::string staff = fmt::format("{}-operator-{}", bus.name(), desk);
    hire(staff, rules::Role::operator_);
    Seated::Card card{staff, pin, fmt::format("{} desk {}", bus.name(), desk)};
    seated.push_back(std::make_unique<Operator>(card, errands(plan_.answers), Random(luck.next()), story_));
  }
  hire(bus.name() + "-supervisor", rules::Role::supervisor);
  Seated::Card card{bus.name() + "-supervisor", pin, bus.name() + " supervisor", true};
  seated.push_back(std::make_unique<Supervisor>(card, Random(luck.next()), story_));
}

void World::send(Bus& bus, core::SendExchange round) {
  rounds_[{&bus, round.round}] = {bus.starts(), now_ms_ + patience_ms, round.request};
  auto body = exchange::encode(round.request, exchange::level_for(round.bytes_per_second));
  network_.post(bus.name(), now_ms_, [this, &bus, start = bus.starts(), id = round.round, body = std::move(body)] {
    auto answer = centre_->round(bus.name(), body, now_ms_);
    if (!answer && answer.error().code != Code::link_down)
      story_.broken("P10", bus.name() + "'s request is refused: " + describe(answer.error()));
    network_.post(bus.name(), now_ms_,
                  [this, &bus, start, id, answer = std::move(answer)] { arrived(bus, start, id, answer); });
  });
}

void World::arrived(Bus& bus, std::uint64_t start, std::uint64_t id, const Result<std::string>& body) {
  auto round = rounds_.find({&bus, id});
  if (round == rounds_.end() || round->second.start != start || bus.starts() != start || !bus.running()) return;
  if (body)
    bus.exchanged(id, exchange::read(*body, round->second.request, centre_->key()));
  else
    bus.exchanged(id, tl::unexpected<Error>(body.error()));
  rounds_.erase(round);
}

void World::give_up_on_silence() {
  for (auto round = rounds_.begin(); round != rounds_.end();) {
    auto& [bus, id] = round->first;
    if (now_ms_ < round->second.gives_up_ms) {
      ++round;
      continue;
    }
    if (round->second.start == bus->starts()) bus->exchanged(id, fail(Code::link_down));
    round = rounds_.erase(round);
  }
}

void World::restart(Bus& bus) {
  for (auto& person : people_[&bus]) person->lost_the_box();
  bus.start(now_ms_);
}

void World::strike() {
  for (auto& bus : buses_) {
    if (random_.one_in(plan_.bus_crash_one_in)) {
      bus->crash();
    } else if (random_.one_in(plan_.bus_crash_one_in)) {
      bus->crash_soon();
    }
  }
  if (random_.one_in(plan_.centre_crash_one_in)) {
    centre_->crash();
    centre_->start(now_ms_);
  }
}

void World::step() {
  now_ms_ += 20 + static_cast<std::int64_t>(random_.below(400));
  story_.at(now_ms_ - dawn_ms);
  network_.run(now_ms_);
  give_up_on_silence();
  if (!calm_) strike();
  if (now_ms_ > opening_ms && headquarters_luck_.one_in(plan_.headquarters_one_in)) headquarters_->act(now_ms_);
  for (auto& bus : buses_) {
    if (!bus->running()) restart(*bus);
    for (auto& person : people_[bus.get()])
      if (now_ms_ > opening_ms && random_.below(3) > 0) person->act(*bus);
    bus->step(now_ms_);
    if (!bus->running()) restart(*bus);
  }
}

bool World::settled() {
  for (auto& bus : buses_) {
    for (auto& person : people_[bus.get()])
      if (!person->done()) return false;
    auto log = bus->core().book().store().log();
    if (log.count_unsent().value_or(1) + log.count_unsettled().value_or(1) > 0) return false;
  }
  return true;
}

void World::run() {
  for (int i = 0; i < plan_.steps && story_.sound(); ++i) step();
  story_.tell("the weather clears, the desks close up");
  calm_ = true;
  network_.calm();
  headquarters_->close_up();
  for (auto& bus : buses_) {
    bus->printer_fails_one_in(0);
    for (auto& person : people_[bus.get()]) person->close_up();
  }
  for (int i = 0; i < calm_steps_max && story_.sound() && !settled(); ++i) step();
  plan_.headquarters_one_in = UINT64_MAX;
  for (int i = 0; i < 100 && story_.sound(); ++i) step();  // what the centre did last comes down too

  count();
  check();
}

void World::check() {
  std::vector<Bus*> all;
  for (auto& bus : buses_) all.push_back(bus.get());
  check_numbers(all, story_);
  for (Bus* bus : all) {
    std::vector<const Operator*> desks;
    for (auto& person : people_[bus])
      if (const auto* desk = dynamic_cast<const Operator*>(person.get())) desks.push_back(desk);
    check_desks(*bus, desks, story_);
    check_time(*bus, story_);
    check_equal_records(*bus, *centre_, story_);
    check_all_arrived(*bus, *centre_, story_);
  }
  check_money(*centre_, all, story_);
  check_facts(*centre_, story_);
  check_values(*centre_, story_);
  check_closings(*centre_, story_);
  check_decisions(*centre_, *headquarters_, story_);
}

void World::count() {
  figures_.operations = centre_->operations().size();
  for (const auto& [id, record] : centre_->applications()) {
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
  }
  story_.tell(
      fmt::format("{} operations: {} parallel, {} still contested, {} resolved, {} late reviews, {} disputed, "
                  "{} decisions, {} returns, {} handed over, {} closed",
                  figures_.operations, figures_.parallel, figures_.contested, figures_.resolved, figures_.late,
                  figures_.disputed, figures_.decided, figures_.returned, figures_.handed_over, figures_.closed));
}

}  // namespace karvan::sim
