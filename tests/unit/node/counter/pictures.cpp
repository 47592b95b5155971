#include "tests/unit/node/counter/pictures.h"

namespace karvan::counter::samples {

void with_captures(catalogue::Service& service) {
  auto definition = service.form.definition();
  auto picture = [&](const char* name, form::Type type, const char* family) {
    add_question(definition, name, [&](form::Question& q) {
      q.type = type;
      q.capture = family;
    });
  };
  picture("photo", form::Type::image, "camera");
  picture("proof", form::Type::file, "scanner");
  picture("thumb", form::Type::image, "fingerprint");
  definition.questions.back().position = "right_thumb";
  add_question(definition, "identity", [](form::Question& q) {
    q.capture = "card_reader";
    q.card = "identity";
    q.binds.constraint = "string-length(.) = 5";
  });
  add_question(definition, "father", [](form::Question& q) { q.card = "father_name"; });
  add_question(definition, "fixed", [](form::Question& q) {
    q.card = "sex";
    q.binds.read_only = "true()";
  });
  add_question(definition, "portrait", [](form::Question& q) {
    q.type = form::Type::image;
    q.card = "portrait";
  });
  auto made = form::Form::make(std::move(definition));
  if (!made) throw std::runtime_error(describe(made.error()));
  service.form = *made;
}

}  // namespace karvan::counter::samples
