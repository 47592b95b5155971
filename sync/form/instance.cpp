#include "sync/form/instance.h"

#include "sync/form/filling.h"
#include "sync/form/plan.h"

namespace karvan::form {

std::string_view name_of(Flaw flaw) {
  constexpr std::string_view names[] = {"", "required", "constraint", "type", "limit"};
  return names[static_cast<std::size_t>(flaw)];
}

Formula::Formula(Form form, std::shared_ptr<const Expression> expression)
    : form_(std::move(form)), expression_(std::move(expression)) {}

Result<Formula> Formula::make(const Form& form, std::string_view xpath) {
  TRY(auto parsed, parse(xpath, form.plan().names(false)));
  return Formula(form, std::make_shared<const Expression>(std::move(parsed)));
}

Instance::Instance(Form form, Answers answers, Context context)
    : filling_(std::make_unique<Filling>(std::move(form), std::move(answers), std::move(context))) {}
Instance Instance::begin(Form form, Context context) {
  Instance out(form, {}, context);
  *out.filling_ = Filling::begin(std::move(form), std::move(context));
  return out;
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
Result<std::vector<std::string>> Instance::add(std::string_view repeat_key, std::string_view) {
  return fail(Code::unknown_question, {}, std::string(repeat_key));
}
Result<std::vector<std::string>> Instance::remove(std::string_view instance_key) {
  return fail(Code::unknown_question, {}, std::string(instance_key));
}
const std::vector<Place>& Instance::places() const { return filling_->places(); }
std::vector<std::string> Instance::instances(std::string_view) const { return {}; }
const State* Instance::state(std::string_view key) const { return filling_->state(key); }
bool Instance::group_relevant(std::string_view key) const { return filling_->group_relevant(key); }
Texts Instance::group_label(std::string_view key) const {
  const Group* group = form().group(key);
  return group ? group->label : Texts();
}
const Texts* Instance::message(std::string_view key) const { return filling_->message(key); }
std::string Instance::shown(std::string_view key, std::string_view language) const {
  return filling_->shown(key, language);
}
Value Instance::value_of(const Formula& formula) const { return filling_->value_of(*formula.expression_); }
std::vector<Fault> Instance::faults() const { return filling_->faults(); }
Answers Instance::answers() const { return filling_->answers(); }
Answers Instance::filed() const { return filling_->filed(); }
const Form& Instance::form() const { return filling_->form(); }

}  // namespace karvan::form
