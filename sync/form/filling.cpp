#include "sync/form/filling.h"

#include <algorithm>
#include <utility>

#include "sync/form/answers.h"
#include "sync/form/paths.h"

namespace karvan::form {

Filling::Filling(Form form, Answers answers, Context context, How how)
    : form_(std::move(form)), context_(std::move(context)), continues_(how == How::continues), quiet_(true) {
  load(std::move(answers));
  compute_all();
  changed_.clear();
  if (!std::exchange(continues_, false)) settle();
  quiet_ = false;
}

Result<std::vector<std::string>> Filling::set(std::string_view key, std::string_view value) {
  auto at = question_at(key);
  if (!at) return fail(Code::unknown_question, {}, std::string(key));
  if (value.size() > text_bytes_max) {
    return fail(Code::answer_too_long, {{"bytes_max", std::to_string(text_bytes_max)}}, std::string(key));
  }
  const State& state = cell(at->row, at->index).state;
  if (plan().is_computed(at->index) || state.read_only) return fail(Code::answer_read_only, {}, std::string(key));
  std::string kept = kept_form(plan().questions[at->index], value);
  if (kept == state.value) return std::vector<std::string>();
  give(at->row, at->index, std::move(kept));
  settle();
  return touched_keys();
}

void Filling::give(RowIndex row, std::size_t question, std::string value) {
  Cell& at = cell(row, question);
  if (at.state.value == value) return;
  at.state.value = std::move(value);
  at.given = true;
  touch(plan().state_vertex(question), row);
  if (!plan().triggered[question].empty()) changed_.emplace_back(row, question);
  queue(plan().value_vertex(question), row);
}

// Each vertex in each row, causes first. The instances of a repeat are made on the way, before what is in them.
void Filling::compute_all() {
  for (std::size_t vertex : plan().order) {
    auto& rows = batch_[plan().scope_number(plan().vertices[vertex].scope)];
    for (std::size_t i = 0; i < rows.size(); ++i) compute(vertex, rows[i]);
  }
  batch_.clear();
}

bool Filling::spent() const { return spent_ > 2 * steps_max; }

// A trigger's calculations and first values may set off more: each is made once, as long as the change may cost it.
void Filling::settle() {
  fired_.clear();
  spent_ = 0;
  do {
    spread();
    fire_triggers();
    put_first_values();
  } while (!spent() && (!heap_.empty() || !changed_.empty() || !newcomers_.empty()));
  if (spent() || exhausted_ || crowded_ || steps_ > steps_max) rebuild();
}

// Where a bound was reached the order of computing shows: so it is always the same one.
void Filling::rebuild() {
  const bool quiet = quiet_;
  continues_ = quiet_ = true;
  touched_.clear();
  heap_.clear();
  newcomers_.clear();
  load(answers());
  compute_all();
  changed_.clear();
  continues_ = false;
  quiet_ = quiet;
  walk(0, plan().children, [this](RowIndex row, const Part& part) {
    touch(part.is_group ? plan().group_vertex(part.index) : plan().state_vertex(part.index), row);
  });
}

void Filling::touch(std::size_t vertex, RowIndex row) {
  if (quiet_) return;
  char& changed = rows_[row].changed[plan().vertices[vertex].slot];
  if (!changed) touched_.emplace_back(row, vertex);
  changed = 1;
}

void Filling::queue(std::size_t vertex, RowIndex row) {
  char& queued = rows_[row].queued[plan().vertices[vertex].slot];
  if (queued) return;
  queued = 1;
  heap_.push_back(static_cast<std::uint64_t>(plan().rank[vertex]) << 32 | row);
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

// A new row is computed as a whole, and all of it is news.
void Filling::queue_row(RowIndex row) {
  for (std::size_t vertex : plan().parts(rows_[row].scope).vertices) {
    queue(vertex, row);
    const auto of = plan().vertices[vertex].of;
    if (of == Vertex::Of::state || of == Vertex::Of::group_relevance) touch(vertex, row);
  }
}

void Filling::under(RowIndex row, std::size_t scope, const std::function<void(RowIndex)>& visit) const {
  if (rows_[row].scope == scope) return visit(row);
  const std::size_t depth = plan().chain(rows_[row].scope).size();
  const std::size_t next = plan().chain(scope)[depth];
  for (RowIndex below : rows_[row].instances[plan().repeat_slot[next]]) under(below, scope, visit);
}

void Filling::queue_dependents(std::size_t vertex, RowIndex row) {
  for (const Edge& edge : plan().dependents[vertex]) {
    RowIndex at = row;
    while (rows_[at].scope != edge.shared) at = rows_[at].parent;
    under(at, plan().vertices[edge.vertex].scope, [&](RowIndex below) { queue(edge.vertex, below); });
  }
}

// Causes first, and no further than there is change.
void Filling::spread() {
  while (!heap_.empty() && !spent()) {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    const std::uint64_t next = heap_.back();
    heap_.pop_back();
    const std::size_t vertex = plan().order[next >> 32];
    const auto row = static_cast<RowIndex>(next);
    if (!stands(row, plan().vertices[vertex].scope)) continue;
    rows_[row].queued[plan().vertices[vertex].slot] = 0;
    if (steps_ <= steps_max && compute(vertex, row)) queue_dependents(vertex, row);
  }
}

void Filling::fire_triggers() {
  auto changed = std::exchange(changed_, {});
  for (auto [row, question] : changed) {
    for (std::size_t target : plan().triggered[question]) {
      if (spent() || !stands(row, plan().question_scope[question])) break;
      RowIndex at = row;
      const std::size_t shared = common_scope(plan(), plan().question_scope[question], plan().question_scope[target]);
      while (rows_[at].scope != shared) at = rows_[at].parent;
      under(at, plan().question_scope[target], [&, target = target](RowIndex below) {
        if (spent() || !cell(below, target).state.relevant || !fired_.emplace(below, target).second) return;
        Value value = evaluated(plan().parsed[target].calculation, below, target);
        const double* number = std::get_if<double>(&value);
        const bool none = number && *number != *number;
        give(below, target, none ? std::string() : kept_form(plan().questions[target], text_of(value)));
      });
    }
  }
}

// In the order of the form, each known to the next.
void Filling::put_first_values() {
  for (RowIndex row : std::exchange(newcomers_, {})) {
    if (!rows_[row].alive) continue;
    const std::size_t scope = rows_[row].scope;
    for (std::size_t q : plan().parts(scope).questions) {
      if (spent() || !stands(row, scope)) break;
      if (plan().parsed[q].first.empty()) continue;
      give(row, q, kept_form(plan().questions[q], text_of(evaluated(plan().parsed[q].first, row, q))));
      spread();
    }
  }
}

std::vector<Fault> Filling::faults() const {
  std::vector<Fault> out;
  if (exhausted_) out.push_back({form_.id(), Flaw::limit});
  walk(0, plan().children, [&](RowIndex row, const Part& part) {
    if (!part.is_group) {
      const Flaw fault = cell(row, part.index).state.fault;
      if (fault != Flaw::none) out.push_back({key_of(row, part), fault});
    } else if (plan().groups[part.index].repeat && rows_[row].over[plan().repeat_slot[part.index]]) {
      out.push_back({key_of(row, part), Flaw::limit});
    }
  });
  return out;
}

Answers Filling::answers() const {
  return gathered(
      aside_, [this](RowIndex row, std::size_t question) { return &cell(row, question).state.value; },
      [](RowIndex, std::size_t) { return true; });
}

Answers Filling::inputs() const {
  auto said = [this](RowIndex row, std::size_t question) -> const std::string* {
    const bool made = !plan().parsed[question].calculation.empty() && !plan().is_kept(question);
    return made ? nullptr : &cell(row, question).state.value;
  };
  return gathered(aside_, said, [](RowIndex, std::size_t) { return true; });
}

std::size_t Filling::bytes() const {
  std::size_t bytes = 0;
  for (const auto& [key, value] : aside_) bytes += key.size() + value.size();
  for (const Row& row : rows_) {
    if (!row.alive) continue;
    bytes += row.id.size() + 1;
    for (std::size_t question : plan().parts(row.scope).questions) {
      const std::string& value = row.cells[plan().question_slot[question]].state.value;
      if (!value.empty()) bytes += row.prefix.size() + plan().questions[question].name.size() + value.size();
    }
  }
  return bytes;
}

Answers Filling::filed() const {
  auto answer = [this](RowIndex row, std::size_t question) -> const std::string* {
    const State& state = cell(row, question).state;
    if (!state.relevant) return nullptr;
    return state.value.empty() && plan().questions[question].meta == "end" ? &context_.now : &state.value;
  };
  return gathered({}, answer, [this](RowIndex row, std::size_t repeat) { return relevant(row, repeat); });
}

// The form's own answers come in the order of their names, which is the map's.
Answers Filling::gathered(Answers out, const AnswerOf& answer,
                          const std::function<bool(RowIndex, std::size_t)>& takes) const {
  auto put = [&](RowIndex row, const Part& part) {
    const std::string* value = answer(row, part.index);
    if (value && !value->empty()) out.insert_or_assign(key_of(row, part), *value);
  };
  for (const auto& [name, question] : plan().question_names) {
    if (plan().question_scope[question] != no_group) continue;
    const std::string* value = answer(0, question);
    if (value && !value->empty()) out.insert_or_assign(out.end(), name, *value);
  }
  if (plan().parts(no_group).repeats.empty()) return out;
  walk(0, plan().children, [&](RowIndex row, const Part& part) {
    if (!part.is_group) {
      if (row != 0) put(row, part);
    } else if (plan().groups[part.index].repeat && takes(row, part.index)) {
      std::string ids = ids_of(row, part.index);
      if (!ids.empty()) out.insert_or_assign(key_of(row, part), std::move(ids));
    }
  });
  return out;
}

std::string Filling::ids_of(RowIndex row, std::size_t repeat) const {
  std::string ids;
  for (RowIndex instance : rows_[row].instances[plan().repeat_slot[repeat]]) {
    ids += (ids.empty() ? "" : " ") + rows_[instance].id;
  }
  return ids;
}

Value Filling::value_of(const Expression& expression) const {
  const Scope scope{plan(), context_, rows_};
  Evaluation evaluation(expression, scope, steps_max);
  Value value = evaluation.run();
  return evaluation.exhausted() ? Value(std::string()) : value;
}

}  // namespace karvan::form
