#include "sync/form/sources.h"

#include <set>

#include "sync/form/plan.h"

namespace karvan::form {
namespace {

class Sources {
 public:
  explicit Sources(const Plan& plan) : plan_(plan) {}

  void take(const std::string& name) {
    if (!names_.insert(name).second) return;
    if (auto question = plan_.question_names.find(name); question != plan_.question_names.end()) {
      const Parsed& parsed = plan_.parsed[question->second];
      read(parsed.calculation);
      read(parsed.relevant);
      around(plan_.questions[question->second].group);
    } else if (auto group = plan_.group_names.find(name); group != plan_.group_names.end()) {
      around(group->second);
    }
  }

  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

 private:
  void read(const Expression& expression) {
    for (const Read& one : expression.reads)
      take(one.of == Read::Of::value ? plan_.questions[one.index].name : plan_.groups[one.index].name);
  }

  void around(std::size_t group) {
    for (; group != no_group; group = plan_.groups[group].group) {
      read(plan_.parsed_groups[group].relevant);
      read(plan_.parsed_groups[group].count);
      if (plan_.groups[group].repeat) names_.insert(plan_.groups[group].name);
    }
  }

  const Plan& plan_;
  std::set<std::string> names_;
};

}  // namespace

std::vector<std::string> sources_of(const Form& form, const std::vector<std::string>& names) {
  Sources sources(form.plan());
  for (const auto& name : names) sources.take(name);
  return sources.names();
}

}  // namespace karvan::form
