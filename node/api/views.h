#pragma once
#include "node/api/table.h"

// What pages see, as openapi.yaml has it. Each runs on the core's thread after a commit: short, reads only.
namespace karvan::api {

using core::View;

// seat_views.cpp
Result<View> hello(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> status(core::Core& core, const counter::By& by, const Parameters& parameters);
// Whether the asker may listen; the stream itself is the Api's.
Result<View> events(core::Core& core, const counter::By& by, const Parameters& parameters);

// intake_views.cpp
Result<View> services(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> service_form(core::Core& core, const counter::By& by, const Parameters& parameters);
// A picture or sound beside a question.
Result<View> media(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> drafts(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> draft(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> likely(core::Core& core, const counter::By& by, const Parameters& parameters);

// list_views.cpp, application_view.cpp
Result<View> applications(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> search(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> application(core::Core& core, const counter::By& by, const Parameters& parameters);

// review_views.cpp
Result<View> reviews(core::Core& core, const counter::By& by, const Parameters& parameters);

// stop_views.cpp
Result<View> shifts(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> stop(core::Core& core, const counter::By& by, const Parameters& parameters);
// Its text and signature, as they are.
Result<View> day_sheet(core::Core& core, const counter::By& by, const Parameters& parameters);

// print_views.cpp
Result<View> prints(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> print_pdf(core::Core& core, const counter::By& by, const Parameters& parameters);

// device_views.cpp
Result<View> capture(core::Core& core, const counter::By& by, const Parameters& parameters);
// The file itself; unknown_attachment also once this box has no key for it.
Result<View> attachment(core::Core& core, const counter::By& by, const Parameters& parameters);
Result<View> devices(core::Core& core, const counter::By& by, const Parameters& parameters);

// exchange_view.cpp
Result<View> exchange_state(core::Core& core, const counter::By& by, const Parameters& parameters);

}  // namespace karvan::api
