#include "node/ports/orders.h"

#include <cstring>
#include <utility>

#include "node/ports/code.h"
#include "node/print/render.h"
#include "storage/seal/pin.h"

namespace karvan::ports {

namespace {

line::Conditions because(const Error& error) {
  return line::make_conditions({{std::string(name_of(error.code)), line::Severity::error}});
}

// Signed and drawn. A font or a PDF library that runs out of memory must not take the node down.
Result<std::string> rendered(const counter::Slip& slip, const seal::SigningKey& key) {
  try {
    TRY(auto coded, with_code(slip, key));
    return print::render(coded);
  } catch (const std::exception&) {
    return fail(Code::internal, {}, "render");
  }
}

core::PinAnswer checked(core::VerifyPin& order) {
  core::PinAnswer answer{order.ticket, false, false};
  try {
    answer.right = seal::verify_pin(order.pin, order.hash);
    answer.checked = true;
  } catch (const std::bad_alloc&) {
    // Memory is short: the try may be made again.
  }
  ::explicit_bzero(order.pin.data(), order.pin.size());
  return answer;
}

}  // namespace

void Orders::carry_out(core::Outgoing order) {
  std::visit([this](auto& one) { take(std::move(one)); }, order);
}

void Orders::take(core::Answered order) { page_.answer(order); }
void Orders::take(core::Notify order) { page_.notify(order); }
void Orders::take(core::SendExchange order) { uplink_.send(std::move(order)); }

void Orders::take(core::RenderSlip order) {
  auto ticket = order.ticket;
  bool taken = slow_.add([this, ticket, slip = std::move(order.slip)] { page_.pdf(ticket, rendered(slip, key_)); });
  if (!taken) page_.pdf(ticket, fail(Code::busy, {}, "render"));
}

void Orders::take(core::VerifyPin order) {
  auto ticket = order.ticket;
  bool taken = slow_.add([this, order = std::move(order)]() mutable {
    (void)mailbox_.post(checked(order));  // a mailbox never refuses an answer, but when it is closed
  });
  if (!taken) (void)mailbox_.post(core::PinAnswer{ticket, false, false});
}

void Orders::take(core::SendPrint order) {
  auto id = order.print;
  bool taken = slow_.add([this, order = std::move(order)] {
    auto pdf = rendered(order.slip, key_);
    if (!pdf) return (void)mailbox_.post(core::PrintAnswer{order.print, "failed", "", because(pdf.error())});
    devices_.print({order.print, order.seat, std::string(counter::name_of(order.slip.paper)), *std::move(pdf)});
  });
  if (!taken) (void)mailbox_.post(core::PrintAnswer{id, "failed", "", because(Error{.code = Code::busy})});
}

}  // namespace karvan::ports
