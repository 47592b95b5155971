#include <array>
#include <functional>

#include "sync/central/author/xform_writer.h"
#include "sync/form/expression.h"

namespace karvan::central::author {

namespace {

using form::Texts;

// `${name}` as the path that an <output/> shows.
using Resolve = std::function<std::string(std::string_view)>;

constexpr std::array<std::pair<std::string_view, std::string_view>, 2> media_folders = {
    {{"image", "jr://images/"}, {"audio", "jr://audio/"}}};

class Translation {
 public:
  Translation(pugi::xml_node node, const XformSource& source, std::string language)
      : node_(node), source_(source), language_(std::move(language)) {}

  void group(std::size_t index) {
    const form::Group& g = source_.form.groups[index];
    if (g.label.empty()) return;
    words(entry(source_.paths.group(index) + ":label"), g.label,
          [&](std::string_view name) { return source_.paths.name_at_group(name, index); });
  }

  void question(std::size_t index) {
    const form::Question& q = source_.form.questions[index];
    const std::string path = source_.paths.question(index);
    Resolve resolve = [&](std::string_view name) { return source_.paths.name_at_question(name, index); };
    if (has_control(q) && (!q.label.empty() || !q.media.empty())) {
      auto label = entry(path + ":label");
      if (!q.label.empty()) words(label, q.label, resolve);
      media(label, q.media);
    }
    if (has_control(q) && (!q.hint.empty() || !q.guidance.empty())) {
      auto hint = entry(path + ":hint");
      if (!q.hint.empty()) words(hint, q.hint, resolve);
      if (!q.guidance.empty()) words(hint, q.guidance, resolve, "guidance");
    }
    if (!q.constraint_message.empty()) words(entry(path + ":jr:constraintMsg"), q.constraint_message, resolve);
    if (!q.required_message.empty()) words(entry(path + ":jr:requiredMsg"), q.required_message, resolve);
  }

  void list(const std::string& id, const std::vector<form::Choice>& choices) {
    for (std::size_t i = 0; i < choices.size(); ++i) {
      words(entry(id + "-" + std::to_string(i)), choices[i].label, [](std::string_view) { return std::string(); });
    }
  }

 private:
  pugi::xml_node entry(const std::string& id) {
    auto text = node_.append_child("text");
    set(text, "id", id);
    return text;
  }

  // The text with an <output/> for each mark. An empty text first keeps the printer from adding blanks.
  void words(pugi::xml_node into, const Texts& texts, const Resolve& resolve, std::string_view form = {}) {
    auto value = into.append_child("value");
    if (!form.empty()) set(value, "form", form);
    std::string_view left = form::text_in(texts, language_);
    std::size_t from = 0;
    auto plain = [&](std::size_t to) {
      value.append_child(pugi::node_pcdata).set_value(std::string(left.substr(from, to - from)).c_str());
    };
    for (const form::Mark& mark : form::marks_of(left)) {
      std::string path = resolve(mark.name);
      if (path.empty()) continue;
      plain(mark.at);
      set(value.append_child("output"), "value", path);
      from = mark.at + mark.size;
    }
    plain(left.size());
  }

  void media(pugi::xml_node into, const std::map<std::string, Texts>& all) {
    for (const auto& [kind, folder] : media_folders) {
      auto files = all.find(std::string(kind));
      if (files == all.end()) continue;
      auto value = add_text(into, "value", std::string(folder) + std::string(form::text_in(files->second, language_)));
      set(value, "form", kind);
    }
  }

  pugi::xml_node node_;
  const XformSource& source_;
  std::string language_;
};

}  // namespace

void write_itext(pugi::xml_node model, const XformSource& source) {
  auto itext = model.append_child("itext");
  std::vector<std::string> languages = source.form.languages;
  if (languages.empty()) languages.push_back(source.form.default_language);
  for (const std::string& language : languages) {
    auto node = itext.append_child("translation");
    set(node, "lang", language);
    if (language == source.form.default_language) set(node, "default", "true()");
    Translation translation(node, source, language);
    for (std::size_t g = 0; g < source.form.groups.size(); ++g) translation.group(g);
    for (std::size_t q = 0; q < source.form.questions.size(); ++q) translation.question(q);
    for (const auto& [name, choices] : source.form.lists) translation.list(source.list_id(name), choices);
  }
}

}  // namespace karvan::central::author
