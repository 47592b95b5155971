// Filings of a form of 250 questions, judged at the centre with the pinned service: so many a second, on one core
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sync/rules/judge.h"

namespace {

using namespace karvan;

constexpr int questions = 250, block = 10;
constexpr double judged_a_second_min = 2'000;

double cpu_s() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

form::Question question(int i) {
  form::Question q;
  q.name = fmt::format("q{}", i);
  q.label = {{"en", fmt::format("Question {}", i)}, {"ur", fmt::format("سوال {}", i)}};
  return q;
}

// Each block as ministries author them: a name, a number in its bounds, a choice and one that it filters, a date, what
// is asked only of some, sums, a pattern, free words.
void add_block(form::Definition& d, int at) {
  std::vector<form::Question> all;
  for (int i = 0; i < block; ++i) all.push_back(question(at + i));
  auto name = [&](int i) { return "${q" + std::to_string(at + i) + "}"; };
  all[0].binds.required = "true()";
  all[1].type = form::Type::integer;
  all[1].binds.constraint = ". >= 0 and . < 150";
  all[1].binds.required = "true()";
  all[2].type = all[3].type = form::Type::select_one;
  all[2].list = "districts";
  all[3].list = "tehsils";
  all[3].binds.choice_filter = "district = " + name(2);
  all[4].type = form::Type::date;
  all[4].binds.constraint = ". <= today()";
  all[5].binds.relevant = name(1) + " > 17 and " + name(2) + " = 'd1'";
  all[6].type = form::Type::calculate;
  all[6].binds.calculation = name(1) + " * 2 + string-length(" + name(0) + ")";
  all[7].binds.constraint = "regex(., '^[0-9]{5}-[0-9]{7}-[0-9]$')";
  all[8].type = form::Type::integer;
  all[8].binds.relevant = name(1) + " >= 18";
  all[9].type = form::Type::calculate;
  all[9].binds.calculation = at == 0 ? name(6) : name(6) + " + ${q" + std::to_string(at - 1) + "}";
  for (auto& q : all) d.questions.push_back(std::move(q));
}

form::Form form_of() {
  form::Definition d;
  d.id = "census";
  d.languages = {"en", "ur"};
  for (int at = 0; at < questions; at += block) add_block(d, at);
  for (std::size_t i = 0; i < d.questions.size(); ++i) d.children.push_back({false, i});
  for (int i = 0; i < 36; ++i) {
    d.lists["districts"].push_back({fmt::format("d{}", i), {{"en", "District"}}, {}});
    for (int k = 0; k < 4; ++k)
      d.lists["tehsils"].push_back(
          {fmt::format("t{}_{}", i, k), {{"en", "Tehsil"}}, {{"district", fmt::format("d{}", i)}}});
  }
  auto made = form::Form::make(std::move(d));
  if (!made) throw std::runtime_error(describe(made.error()));
  return *made;
}

catalogue::Service service_of() {
  catalogue::Service service{.id = "census", .version = "v1", .form = form_of()};
  service.stages = catalogue::default_stages();
  service.institution.id = "statistics";
  return service;
}

// What an honest desk files for the n-th citizen.
model::Op filing(const catalogue::Service& service, int n, const form::Context& day) {
  form::Answers typed;
  for (int at = 0; at < questions; at += block) {
    auto key = [&](int i) { return fmt::format("q{}", at + i); };
    const int district = (n + at) % 36;
    typed[key(0)] = fmt::format("Citizen {}", n * 31 + at);
    typed[key(1)] = std::to_string((n * 7 + at) % 100);
    typed[key(2)] = fmt::format("d{}", district);
    typed[key(3)] = fmt::format("t{}_{}", district, n % 4);
    typed[key(4)] = "2001-05-17";
    typed[key(7)] = "35202-1234567-1";
    typed[key(8)] = std::to_string(n % 9);
  }
  model::Op op;
  op.id = {"bus-01", "e1", static_cast<std::uint64_t>(n) + 1};
  op.time = {1'795'262'400'000 + n, 0};
  op.actor = "ayesha";
  op.of = fmt::format("lahore/application/a{}", n);
  op.pin = model::Pin{"census", "v1"};
  op.set = form::Instance(service.form, typed, day).filed();
  op.advance = rules::stage::filed;
  return op;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = argc > 1 && std::string_view(argv[1]) == "--small";
  const int citizens = small ? 20 : 500, rounds = small ? 1 : 5;
  const auto service = service_of();
  rules::Staff person{"ayesha", "Ayesha", rules::Role::operator_, {}, {}, {}, {}, true};
  rules::Context context;
  context.service = &service;
  context.actor = &person;
  context.form = {"2026-11-21", "2026-11-21T12:00:00.000Z"};
  context.now_ms = 1'795'262'500'000;
  std::vector<model::Op> ops;
  std::vector<std::string> lines;
  std::size_t answers = 0;
  for (int n = 0; n < citizens; ++n) {
    ops.push_back(filing(service, n, context.form));
    lines.push_back(model::write_op(ops.back()));
    answers += ops.back().set.size();
  }
  std::size_t refused = 0, missed = 0;
  double best = 0, floor = 0;
  for (int round = 0; round < rounds; ++round) {
    auto from = cpu_s();
    for (const auto& op : ops)
      if (!(rules::judge({}, op, context) == model::Verdict{})) ++refused;
    best = std::max(best, citizens / (cpu_s() - from));
    from = cpu_s();
    for (const auto& line : lines)
      if (!model::parse_op(line)) ++refused;
    floor = std::max(floor, citizens / (cpu_s() - from));
  }
  // A bench that lets everything pass proves nothing.
  for (auto op : ops) {
    op.set["q9"] += "1";
    if (rules::judge({}, op, context).alarms.empty()) ++missed;
  }
  const bool pass = refused == 0 && missed == 0 && (small || best >= judged_a_second_min);
  fmt::print(
      R"({{"bench":"validate","figures":{{"judged_a_second":{:.0f},"questions":{},"answers_each":{},"refused":{},)"
      R"("forged_missed":{}}},"floor":{{"lines_read_a_second":{:.0f}}},"must":{{{}"refused":"<=0",)"
      R"("forged_missed":"<=0"}},"pass":{}}})"
      "\n",
      best, questions, answers / static_cast<std::size_t>(citizens), refused, missed, floor,
      small ? "" : R"("judged_a_second":">=2000",)", pass);
  return pass ? 0 : 1;
}
