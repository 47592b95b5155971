#include "sync/central/reconcile/reading.h"

#include <algorithm>

namespace karvan::central {

Result<Reading> read(const InboxLine& line) {
  TRY(auto op, model::parse_op(line.line));
  return Reading{std::move(op)};
}

rules::Context context_at(const catalogue::Service* service, const model::Op& op, std::int64_t received_ms) {
  rules::Context context;
  context.service = service;
  const int offset = service ? service->calendar.utc_offset_minutes : 0;
  const auto time_ms = std::min(op.time.ms, received_ms);
  context.form.today = rules::civil_date(time_ms, offset);
  context.form.now = context.form.today + rules::civil_time(time_ms, offset);
  context.now_ms = context.received_ms = received_ms;
  return context;
}

Result<std::vector<Result<Reading>>> read_ahead(const std::vector<InboxLine>& lines, const Reference& reference,
                                                const Spread& spread) {
  std::vector<Result<Reading>> readings(lines.size());
  spread(lines.size(), [&](std::size_t i) { readings[i] = read(lines[i]); });
  // A service that is asked for may have to be read from the file, which is one thread's.
  std::vector<const catalogue::Service*> services(lines.size(), nullptr);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!readings[i] || !readings[i]->op.pin) continue;
    const auto& pin = *readings[i]->op.pin;
    TRY(services[i], reference.service(pin.service, pin.version));
  }
  spread(lines.size(), [&](std::size_t i) {
    if (!services[i]) return;
    auto& [op, alone] = *readings[i];
    alone = rules::soundness_of({}, op, context_at(services[i], op, lines[i].received_ms));
  });
  return readings;
}

}  // namespace karvan::central
