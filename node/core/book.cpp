#include "node/core/book.h"

#include <algorithm>

#include "node/core/rows.h"
#include "storage/model/tracking.h"

namespace karvan::core {

namespace {
constexpr std::size_t services_kept = 24;  // open at once: as many as a node has desks
}  // namespace

Book::Book(store::Store store, Options options, seal::Entropy entropy)
    : store_(std::move(store)), options_(std::move(options)), entropy_(std::move(entropy)) {}

void Book::drop_caches() {
  drafts_.clear();
  known_.forget();
  conditions_.clear();
  shifts_.clear();
  tries_.clear();
  leases_.clear();
  closed_.clear();
  roster_.clear();  // but not what stopped the numbers: only the store may say that they go on
}

form::Context Book::when() const {
  return {rules::civil_date(now_ms_, options_.utc_offset_minutes), civil_time(now_ms_, options_.utc_offset_minutes)};
}

const rules::Staff* Book::staff(std::string_view id) const {
  auto found = roster_.find(id);
  return found == roster_.end() ? nullptr : &found->second;
}

int Book::pin_tries(std::string_view staff) const {
  auto found = tries_.find(staff);
  return found == tries_.end() ? 0 : found->second;
}

const counter::Seat* Book::seat(std::string_view digest) const {
  auto found = seats_.find(digest);
  return found == seats_.end() ? nullptr : &found->second;
}

Result<const counter::Draft*> Book::draft(std::string_view id) const {
  if (auto cached = drafts_.find(id); cached != drafts_.end()) return &cached->second;
  TRY(auto row, store_.drafts().get(id));
  if (!row) return fail(Code::unknown_draft);
  const auto* service = catalogue_.version(row->service, row->version);
  if (!service) return fail(Code::catalogue_missing, {{"service", row->service}});
  const auto holder = read_holder(row->holder);
  counter::By by;
  by.staff = holder.staff;
  by.seat = holder.seat;
  TRY(auto draft, draft_of(*row, *service, counter::context_of(*this, row->id, by)));
  return &drafts_.emplace(std::string(id), std::move(draft)).first->second;
}

Result<counter::Application> Book::application(std::string_view id) const {
  const auto record = counter::record_id(*this, "application", id);
  TRY(auto known, store_.records().summary(record));
  if (!known) return fail(Code::unknown_application);
  return application_of(record, std::string(id));
}

Result<counter::Application> Book::application_of(const std::string& record, std::string id) const {
  counter::Application app{std::move(id), {}, nullptr};
  TRY(app.record, best_guess(record));
  app.service = catalogue_.version(app.record.pin.service, app.record.pin.version);
  if (!app.service) return fail(Code::catalogue_missing, {{"service", app.record.pin.service}});
  if (guesses_) guesses_->insert_or_assign(record, app.record);
  return app;
}

Result<counter::Application> Book::bearer(const model::Serial& serial) const {
  TRY(auto found, store_.records().bearing(serial));
  if (found.empty())
    return fail(Code::not_found, {{"kind", serial.kind}, {"number", std::to_string(serial.number)}}, "document");
  TRY(auto id, model::parse_record_id(found.front().id));
  return application_of(found.front().id, std::move(id.id));
}

Result<counter::Print> Book::print(std::string_view id) const {
  TRY(auto row, store_.prints().get(id));
  if (!row) return fail(Code::unknown_print);
  TRY(auto print, print_of(*row));
  print.conditions = conditions_of(print.id);
  return print;
}

std::string Book::language_of(std::string_view application) const {
  auto kept = store_.documents().get("language", application);
  return kept && *kept ? (*kept)->bytes : "";
}

std::size_t Book::open_drafts() const {
  auto drafts = store_.drafts().count();
  return drafts ? static_cast<std::size_t>(*drafts) : 0;
}

std::optional<rules::Lease> Book::lease_of(const model::Serial& serial) const {
  auto found =
      std::find_if(leases_.begin(), leases_.end(), [&](const auto& lease) { return rules::contains(lease, serial); });
  return found == leases_.end() ? std::nullopt : std::optional(*found);
}

void Book::at(std::int64_t now_ms) {
  now_ms_ = now_ms;
  catalogue_.settle(services_kept);
  while (drafts_.size() > drafts_cached_max)
    drafts_.erase(std::min_element(drafts_.begin(), drafts_.end(), [](const auto& a, const auto& b) {
      return a.second.updated_ms < b.second.updated_ms;
    }));
}

void Book::touch(std::string_view seat_digest) {
  if (auto found = seats_.find(seat_digest); found != seats_.end()) found->second.used_ms = now_ms_;
}

std::string Book::fresh_id() const { return model::make_id(now_ms_, options_.node_number, entropy_(16)); }

std::string Book::fresh_tracked_id() const {
  while (true) {
    auto id = fresh_id();
    const auto same = store_.records().has_tracking(model::tracking_of(id));
    if (!same || !*same) return id;
  }
}

std::string Book::conditions_of(const std::string& print) const {
  auto found = conditions_.find(print);
  return found == conditions_.end() ? "" : found->second;
}

}  // namespace karvan::core
