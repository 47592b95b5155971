#include "tests/oracle/scenario.h"

#include <charconv>
#include <set>

namespace karvan::oracle {

namespace {

using form::Instance;
using form::Question;
using form::Type;

bool is_select(Type type) { return type == Type::select_one || type == Type::select_multiple; }

// What the engine says of one form as it stands, with places counted.
class Telling {
 public:
  Telling(const Instance& instance, std::string_view language) : instance_(instance), language_(language) {}

  json::object tell() {
    children(instance_.form().children(), "", "");
    std::set<std::string> listed;
    for (const form::Place& place : instance_.places()) listed.insert(place.key);
    json::object out{{"places", std::move(places_)}, {"repeats", std::move(repeats_)}, {"groups", std::move(groups_)}};
    if (listed != seen_) out["broken"] = "places() are others than the form's questions and instances";
    return out;
  }

 private:
  // `key` and `counted` end in a slash, or are empty.
  void children(const std::vector<form::Part>& parts, const std::string& key, const std::string& counted) {
    for (const form::Part& part : parts) {
      if (!part.is_group) {
        question(instance_.form().questions()[part.index], key, counted);
        continue;
      }
      const form::Group& group = instance_.form().groups()[part.index];
      if (group.repeat) {
        repeat(group, key + group.name, counted + group.name);
      } else {
        groups_[counted + group.name] = of_group(key + group.name);
        children(group.children, key, counted);
      }
    }
  }

  void repeat(const form::Group& group, const std::string& key, const std::string& counted) {
    auto ids = instance_.instances(key);
    repeats_[counted] = ids.size();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      std::string here = key + "/" + ids[i];
      std::string place = counted + "[" + std::to_string(i + 1) + "]";
      groups_[place] = of_group(here);
      children(group.children, here + "/", place + "/");
    }
  }

  json::object of_group(const std::string& key) const {
    bool relevant = instance_.group_relevant(key);
    auto label = instance_.group_label(key);
    return {{"relevant", relevant}, {"label", relevant ? form::text_in(label, language_) : ""}};
  }

  void question(const Question& question, const std::string& key, const std::string& counted) {
    const std::string at = key + question.name;
    const form::State* state = instance_.state(at);
    if (!state) return;
    seen_.insert(at);
    json::object told{{"type", form::name_of(question.type)}, {"relevant", state->relevant}};
    if (state->relevant) {
      told["value"] = state->value;
      told["required"] = state->required;
      told["read_only"] = state->read_only;
      told["calculated"] = !question.binds.calculation.empty();
      told["fault"] = form::name_of(state->fault);
      const form::Texts* message = instance_.message(at);
      told["message"] = message ? form::text_in(*message, language_) : "";
      told["label"] = form::text_in(state->label ? *state->label : question.label, language_);
      if (is_select(question.type)) told["choices"] = choices(question, *state);
    }
    places_[counted + question.name] = std::move(told);
  }

  json::array choices(const Question& question, const form::State& state) const {
    json::array out;
    for (const form::Choice& choice : instance_.form().choices(question)) {
      bool left = !state.choices ||
                  std::find(state.choices->begin(), state.choices->end(), choice.name) != state.choices->end();
      if (left) out.push_back(json::value(choice.name + "=" + std::string(form::text_in(choice.label, language_))));
    }
    return out;
  }

  const Instance& instance_;
  std::string_view language_;
  json::object places_, repeats_, groups_;
  std::set<std::string> seen_;
};

// "house[1]/dweller[2]/age" as a key with ids; an instance that is not there has the id "0", which nothing has.
std::string key_of(const Instance& instance, std::string_view counted) {
  std::string key;
  while (!counted.empty()) {
    auto step = counted.substr(0, counted.find('/'));
    counted.remove_prefix(std::min(step.size() + 1, counted.size()));
    auto bracket = step.find('[');
    key += (key.empty() ? "" : "/") + std::string(step.substr(0, bracket));
    if (bracket == std::string_view::npos) continue;
    std::size_t place = 0;
    std::from_chars(step.data() + bracket + 1, step.data() + step.size(), place);
    auto ids = instance.instances(key);
    key += "/" + (place >= 1 && place <= ids.size() ? ids[place - 1] : "0");
  }
  return key;
}

Result<std::vector<std::string>> take(Instance& instance, std::string_view step, std::size_t number) {
  if (step.starts_with('+')) {
    return instance.add(key_of(instance, step.substr(1)), "new" + std::to_string(number));
  }
  if (step.starts_with('-')) return instance.remove(key_of(instance, step.substr(1)));
  auto equals = std::min(step.find('='), step.size());
  return instance.set(key_of(instance, step.substr(0, equals)), step.substr(std::min(equals + 1, step.size())));
}

}  // namespace

json::array run(const form::Form& form, const json::object& scenario, const form::Context& context) {
  Instance instance = Instance::begin(form, context);
  const std::string language = json::string_or(scenario, "language", form.default_language());
  json::array states;
  states.push_back(Telling(instance, language).tell());
  auto steps = json::array_at(scenario, "steps");
  if (!steps) return states;
  for (const json::value& step : **steps) {
    auto taken = take(instance, step.as_string(), states.size());
    json::object told = Telling(instance, language).tell();
    if (!taken) told["refused"] = name_of(taken.error().code);
    states.push_back(std::move(told));
  }
  return states;
}

}  // namespace karvan::oracle
