#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter::samples {

DeskWorld::DeskWorld(const Changed& changed) {
  auto service = plain_service();
  if (changed) changed(service);
  catalogue::Manifest manifest{1, {{"domicile", {{{"v1", ""}}, ""}}}};
  auto loaded = catalogue::Catalogue::load(catalogue::write(manifest), {json::write(catalogue::write(service))},
                                           [](std::string_view) { return std::string("v1"); });
  if (!loaded) throw std::runtime_error(describe(loaded.error()));
  catalogue_ = std::move(*loaded);
  enrol("asma", rules::Role::operator_);
  enrol("bilal", rules::Role::supervisor);
  enrol("tariq", rules::Role::technician);
}

DeskWorld::~DeskWorld() = default;

void DeskWorld::enrol(const std::string& id, rules::Role role) {
  roster[id] = rules::Staff{id, "Name of " + id, role, "hash of " + id, {}, {}, {}, true};
}

By DeskWorld::by(const std::string& staff) {
  const auto random = std::to_string(100'000'000 + ++ids_) + "-random";
  return {staff, std::string(rules::name_of(roster.at(staff).role)), "Desk 1", "digest of " + staff,
          model::make_id(noon, 7, random)};
}

std::string DeskWorld::started(const std::string& name) {
  auto id = std::string(must(StartDraft{by(), "domicile"}).reply.at("draft").as_string());
  if (!name.empty()) must(ChangeDraft{by(), id, 1, {{"full_name", name}}});
  return id;
}

std::string DeskWorld::filed() {
  auto id = started();
  must(FileDraft{by(), id, 2, ""});
  return id;
}

std::string DeskWorld::paid_print() {
  auto id = filed();
  return std::string(must(TakePayment{by(), id, "cash", {50'000, "PKR"}, ""}).reply.at("print").as_string());
}

void DeskWorld::report(const std::string& print, const std::string& outcome) {
  must(PrintReported{By{.fresh = by().fresh}, print, outcome, "job-1", "[]"});
}

form::Context DeskWorld::when() const { return {"2026-11-21", "2026-11-21T12:00:00.000Z"}; }
const rules::Staff* DeskWorld::staff(std::string_view id) const {
  auto found = roster.find(id);
  return found == roster.end() ? nullptr : &found->second;
}

int DeskWorld::pin_tries(std::string_view id) const {
  auto found = tries.find(id);
  return found == tries.end() ? 0 : found->second;
}

const Seat* DeskWorld::seat(std::string_view digest) const {
  auto found = seats.find(digest);
  return found == seats.end() ? nullptr : &found->second;
}

Result<const Draft*> DeskWorld::draft(std::string_view id) const {
  auto found = drafts.find(id);
  if (found == drafts.end()) return fail(Code::unknown_draft);
  return &found->second;
}

Result<Application> DeskWorld::application(std::string_view id) const {
  auto found = records.find(record_id(*this, "application", id));
  if (found == records.end()) return fail(Code::unknown_application);
  return Application{std::string(id), found->second, catalogue_.version("domicile", "v1")};
}

Result<Application> DeskWorld::bearer(const model::Serial& serial) const {
  for (const auto& [id, record] : records)
    for (const auto& document : record.documents)
      if (document.serial == serial && document.state != "void") return application(model::parse_record_id(id)->id);
  return fail(Code::not_found);
}

Result<model::Record> DeskWorld::record(const std::string& id) const {
  auto found = records.find(id);
  return found == records.end() ? model::Record{} : found->second;
}

std::vector<ShiftBook> DeskWorld::open_shifts() const {
  std::vector<ShiftBook> open;
  for (const auto& [id, shift] : shifts)
    if (shift.closed_ms == 0) open.push_back(shift);
  return open;
}

std::optional<ShiftBook> DeskWorld::shift(std::string_view id) const {
  auto found = shifts.find(id);
  return found == shifts.end() ? std::nullopt : std::optional(found->second);
}

Result<DaySheet> DeskWorld::day_sheet() const {
  return DaySheet{{"2026-11-21", std::string(64, 'd'), "— bus-01 signature"}, "karvan/day/v1\n", "", "e1/9 00", 300};
}

const Capture* DeskWorld::capture(std::string_view id) const {
  auto found = captures.find(id);
  return found == captures.end() ? nullptr : &found->second;
}

const Capture* DeskWorld::capture_of(std::string_view of, std::string_view question) const {
  auto found = newest_captures.find({std::string(of), std::string(question)});
  return found == newest_captures.end() ? nullptr : capture(found->second);
}

std::string DeskWorld::device_for(std::string_view family, std::string_view) const {
  auto found = devices.find(family);
  return found == devices.end() ? "" : found->second;
}

Result<Print> DeskWorld::print(std::string_view id) const {
  auto found = prints.find(id);
  if (found == prints.end()) return fail(Code::unknown_print);
  return found->second;
}

std::string DeskWorld::language_of(std::string_view id) const {
  auto found = languages.find(id);
  return found == languages.end() ? "" : found->second;
}

std::optional<std::string> DeskWorld::open_shift(std::string_view staff, std::string_view seat) const {
  for (const auto& [id, shift] : shifts)
    if (shift.closed_ms == 0 && shift.staff == staff && shift.seat == seat) return id;
  return std::nullopt;
}

Result<model::Serial> DeskWorld::next_number(std::string_view kind) const {
  if (kind == certificates.kind && next_certificate <= certificates.last)
    return model::Serial{certificates.kind, next_certificate};
  if (kind != lease.kind || next > lease.last) return fail(Code::no_lease_left, {{"kind", std::string(kind)}});
  return model::Serial{lease.kind, next};
}

std::optional<rules::Lease> DeskWorld::lease_of(const model::Serial& serial) const {
  if (rules::contains(certificates, serial)) return certificates;
  return rules::contains(lease, serial) ? std::optional(lease) : std::nullopt;
}

void DeskWorld::carry_out(const Decision& decision) {
  for (auto op : decision.ops) {
    op.id = {site_.node, "e1", ++seq_};
    op.time = {now, static_cast<std::uint32_t>(seq_)};
    if (op.issue) (op.issue->kind == certificates.kind ? next_certificate : next) = op.issue->number + 1;
    add_up(op);
    records[op.of] = model::apply(records[op.of], op, {});
  }
  for (const auto& change : decision.changes) std::visit([this](const auto& one) { keep(one); }, change);
  for (const auto& effect : decision.effects)
    if (const auto* send = std::get_if<SendPrint>(&effect)) keep(SavePrint{send->print});
}

void DeskWorld::add_up(const model::Op& op) {
  auto record = model::parse_record_id(op.of);
  const bool own = record->kind == "shift";
  if (!own && (!op.post || op.post->shift.empty())) return;
  auto& shift = shifts[own ? record->id : op.post->shift];
  if (op.set.contains("staff"))
    shift = {.id = record->id, .staff = op.set.at("staff"), .seat = op.set.at("seat"), .opened_ms = now};
  if (op.advance == "closed") shift.closed_ms = now;
  if (!op.post) return;
  const auto minor = op.post->amount.minor;
  if (op.post->kind == "float") shift.opening_float = minor, shift.currency = op.post->amount.currency;
  if (op.post->kind == "payment") shift.received += minor;
  if (op.post->kind == "refund") shift.refunded += minor;
  if (op.post->kind == "remittance") shift.remitted += minor;
  if (op.post->kind == "count") shift.counted = minor;
}

void DeskWorld::keep(const KeepAttachment& c) { kept[c.attached.hash] = c.attached; }
void DeskWorld::keep(const PutCapture& c) {
  const auto& one = c.capture;
  const bool fresh = captures.insert_or_assign(one.id, one).second;
  if (fresh) newest_captures[{one.draft.empty() ? one.application : one.draft, one.question}] = one.id;
}

void DeskWorld::keep(const KeepSheet& c) { sheets[c.date] = c.note; }
void DeskWorld::keep(const SaveDraft& c) { drafts.insert_or_assign(c.draft.id, c.draft); }
void DeskWorld::keep(const DropDraft& c) { drafts.erase(c.draft); }
void DeskWorld::keep(const SavePrint& c) { prints.insert_or_assign(c.print.id, c.print); }
void DeskWorld::keep(const KeepLanguage& c) { languages[c.application] = c.language; }
void DeskWorld::keep(const CountTries& c) { tries[c.staff] = c.tries; }
void DeskWorld::keep(const PutSeat& c) { seats[c.seat.digest] = c.seat; }
void DeskWorld::keep(const OpenEpoch&) { stopped.reset(); }
void DeskWorld::keep(const DropSeat& c) { seats.erase(c.digest); }
void DeskWorld::keep(const KeepAcknowledgement&) { damaged.clear(); }

Result<Decision> DeskWorld::carried_out(Result<Decision> decision) {
  if (decision) carry_out(*decision);
  return decision;
}

Decision DeskWorld::allowed(Result<Decision> decision) {
  if (!decision) throw std::runtime_error(describe(decision.error()));
  return std::move(*decision);
}

}  // namespace karvan::counter::samples
