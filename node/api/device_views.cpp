#include "hardware/line/message.h"
#include "node/api/views.h"

namespace karvan::api {

Result<View> capture(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  const auto* capture = book.capture(parameters.path[0]);
  if (!capture) return fail(Code::unknown_capture);
  auto draft = book.draft(capture->draft);
  json::object o{{"id", capture->id},
                 {"draft", capture->draft},
                 {"application", capture->application},
                 {"question", capture->question},
                 {"family", capture->family},
                 {"device", capture->device},
                 {"state", capture->state},
                 {"fault", capture->fault},
                 {"fault_kind", capture->kind},
                 {"tries", capture->tries},
                 {"seen", draft ? (*draft)->seen : 0}};
  return View{json::write(o), {}, {}};
}

Result<View> attachment(core::Core& core, const counter::By&, const Parameters& parameters) {
  TRY(auto row, core.book().store().attachments().get(parameters.path[0]));
  if (!row || row->file_key.empty()) return fail(Code::unknown_attachment);
  return View{{}, {}, core::OpenAttachment{0, std::move(row->attached), std::move(row->file_key)}};
}

Result<View> devices(core::Core& core, const counter::By&, const Parameters&) {
  json::array list;
  for (const auto& device : core.devices()) {
    json::object o{{"id", device.id},
                   {"family", device.family},
                   {"name", device.name},
                   {"life", line::name_of(device.life)},
                   {"severity", line::name_of(line::worst(device.conditions))},
                   {"conditions", line::write_conditions(device.conditions)},
                   {"test", nullptr}};
    if (const auto* test = core.test_of(device.id))
      o["test"] = json::object{{"at", test->at_ms}, {"outcome", test->outcome}};
    list.push_back(std::move(o));
  }
  return View{json::write(list), {}, {}};
}

}  // namespace karvan::api
