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
void Orders::take(core::SendUpload order) { uplink_.upload(std::move(order)); }
void Orders::take(core::WriteStick order) { sticks_.write(std::move(order)); }
void Orders::take(core::ReadStick) { sticks_.read(); }
void Orders::take(core::RaiseCounter order) { counting_.raise(order); }
void Orders::take(core::RunCapture order) { devices_.capture(std::move(order)); }
void Orders::take(core::StopCapture order) { devices_.stop_capture(std::move(order)); }
void Orders::take(core::RunTest order) { devices_.test(std::move(order)); }

void Orders::take(core::RunSearch order) { page_.search(std::move(order)); }

void Orders::take(core::OpenAttachment order) {
  auto ticket = order.ticket;
  bool taken = slow_.add([this, order = std::move(order)]() mutable {
    auto bytes = files_.blobs().read(order.attached.hash, order.file_key);
    ::explicit_bzero(order.file_key.data(), order.file_key.size());
    page_.file(order.ticket, std::move(bytes), order.attached.media);
  });
  if (!taken) page_.file(ticket, fail(Code::busy, {}, "attachments"), {});
}

void Orders::take(core::SealFile order) {
  core::CaptureAnswer refused;
  refused.capture = order.capture;
  refused.done = true;
  refused.ticket = order.ticket;
  refused.fault = line::Fault{line::FaultKind::service_down, std::string(name_of(Code::busy))};
  bool taken = slow_.add([this, order = std::move(order)] { (void)mailbox_.post(sealed(order, files_)); });
  if (!taken) (void)mailbox_.post(std::move(refused));
}

void Orders::take(core::RemoveFile order) {
  // Where it cannot be: the next start puts it away.
  (void)slow_.add([this, order = std::move(order)] { (void)files_.blobs().remove(order.hash); });
}

void Orders::take(core::ReadAgain order) {
  core::WasRead none{.file = order.file, .next = order.from};
  none.fault = Error{.code = Code::busy};
  const bool taken = slow_.add([this, order = std::move(order)] { (void)mailbox_.post(scrubber_.read(order)); });
  if (!taken) (void)mailbox_.post(std::move(none));
}

void Orders::take(core::SetAside order) {
  // Where it cannot be, the next pass finds it again.
  (void)slow_.add([this, order = std::move(order)] { (void)files_.blobs().set_aside(order.hash); });
}

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
