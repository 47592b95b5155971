#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sync/form/instance.h"

// Small forms for tests, without a spreadsheet.
namespace karvan::form {

inline const Context day{"2026-11-21", "2026-11-21T10:30:00.000+05:00"};

class Builder {
 public:
  Builder& add(Type type, std::string name, Binds binds = {}) {
    Question q;
    q.name = std::move(name);
    q.type = type;
    q.binds = std::move(binds);
    q.label = {{"en", q.name}};
    q.group = group_;
    auto& parts = group_ == no_group ? definition.children : definition.groups[group_].children;
    parts.push_back({false, definition.questions.size()});
    definition.questions.push_back(std::move(q));
    return *this;
  }
  Builder& text(std::string name, Binds binds = {}) { return add(Type::text, std::move(name), std::move(binds)); }
  Builder& integer(std::string name, Binds binds = {}) { return add(Type::integer, std::move(name), std::move(binds)); }
  Builder& calculate(std::string name, std::string expression) {
    return add(Type::calculate, std::move(name), {.calculation = std::move(expression)});
  }
  Builder& select(Type type, std::string name, std::string list, Binds binds = {}) {
    add(type, std::move(name), std::move(binds));
    definition.questions.back().list = std::move(list);
    return *this;
  }
  Builder& begin(std::string name, std::string relevant = {}) {
    Group g;
    g.name = std::move(name);
    g.relevant = std::move(relevant);
    g.group = group_;
    auto& parts = group_ == no_group ? definition.children : definition.groups[group_].children;
    parts.push_back({true, definition.groups.size()});
    group_ = definition.groups.size();
    definition.groups.push_back(std::move(g));
    return *this;
  }
  Builder& repeat(std::string name, std::string count = {}, std::string relevant = {}) {
    begin(std::move(name), std::move(relevant));
    definition.groups.back().repeat = true;
    definition.groups.back().repeat_count = std::move(count);
    return *this;
  }
  Builder& end() {
    group_ = definition.groups[group_].group;
    return *this;
  }
  Builder& list(std::string name, std::vector<Choice> choices) {
    definition.lists[std::move(name)] = std::move(choices);
    return *this;
  }
  Builder& table(std::string name, Table rows) {
    definition.tables[std::move(name)] = std::move(rows);
    return *this;
  }
  Question& last() { return definition.questions.back(); }
  Result<Form> made() const { return Form::make(definition); }
  Form form() const { return made().value(); }

  Definition definition{.id = "test", .title = {}, .default_language = "en", .languages = {"en"}};

 private:
  std::size_t group_ = no_group;
};

}  // namespace karvan::form
