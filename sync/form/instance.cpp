#include "sync/form/instance.h"

#include "sync/form/filling.h"
#include "sync/form/plan.h"
#include "sync/form/shown.h"

namespace karvan::form {

std::string_view name_of(Flaw flaw) {
  constexpr std::string_view names[] = {"", "required", "constraint", "type", "limit"};
  return names[static_cast<std::size_t>(flaw)];
}

Formula::Formula(Form form, std::shared_ptr<const Expression> expression)
    : form_(std::move(form)), expression_(std::move(expression)) {}

Result<Formula> Formula::make(const Form& form, std::string_view xpath) {
  TRY(auto parsed, parse(xpath, Outline(form.plan()), Stand{}));
  return Formula(form, std::make_shared<const Expression>(std::move(parsed)));
}

Instance::Instance(std::unique_ptr<Filling> filling) : filling_(std::move(filling)) {}
Instance::Instance(Form form, Answers answers, Context context)
    : filling_(std::make_unique<Filling>(std::move(form), std::move(answers), std::move(context),
                                         Filling::How::continues)) {}
Instance Instance::begin(Form form, Context context) {
  return Instance(std::make_unique<Filling>(std::move(form), Answers(), std::move(context), Filling::How::begins));
}
Instance::Instance(const Instance& other) : filling_(std::make_unique<Filling>(*other.filling_)) {}
Instance::Instance(Instance&& other) noexcept = default;
Instance& Instance::operator=(const Instance& other) {
  if (this != &other) filling_ = std::make_unique<Filling>(*other.filling_);
  return *this;
}
Instance& Instance::operator=(Instance&& other) noexcept = default;
Instance::~Instance() = default;

Result<std::vector<std::string>> Instance::set(std::string_view key, std::string_view value) {
  return filling_->set(key, value);
}
Result<std::vector<std::string>> Instance::add(std::string_view repeat_key, std::string_view id) {
  return filling_->add(repeat_key, id);
}
Result<std::vector<std::string>> Instance::remove(std::string_view instance_key) {
  return filling_->remove(instance_key);
}

const std::vector<Place>& Instance::places() const { return filling_->places(); }
std::vector<std::string> Instance::instances(std::string_view key) const { return filling_->instances(key); }
const State* Instance::state(std::string_view key) const { return filling_->state(key); }
bool Instance::group_relevant(std::string_view key) const { return filling_->group_relevant(key); }
Texts Instance::group_label(std::string_view key) const { return filling_->group_label(key); }

const Texts* Instance::message(std::string_view key) const {
  const State* at = state(key);
  if (!at || at->fault == Flaw::none) return nullptr;
  const Question& question = *form().question(key);
  const Texts& words = at->fault == Flaw::required ? question.required_message : question.constraint_message;
  return words.empty() ? nullptr : &words;
}

std::string Instance::shown(std::string_view key, std::string_view language) const {
  const State* at = state(key);
  if (!at || !at->relevant) return {};
  return form::shown(form(), *form().question(key), at->value, language);
}

Value Instance::value_of(const Formula& formula) const { return filling_->value_of(*formula.expression_); }
std::vector<Fault> Instance::faults() const { return filling_->faults(); }
Answers Instance::answers() const { return filling_->answers(); }
Answers Instance::inputs() const { return filling_->inputs(); }
std::size_t Instance::bytes() const { return filling_->bytes(); }
Answers Instance::filed() const { return filling_->filed(); }
const Form& Instance::form() const { return filling_->form(); }

}  // namespace karvan::form
