#include <algorithm>

#include "node/core/drain.h"
#include "storage/model/json.h"

// What devices answer to a capture, or to a test of their own.
namespace karvan::core {
namespace {

constexpr std::string_view deadline_passed = "deadline_passed";

counter::CaptureReported reported(const CaptureAnswer& letter, std::string fresh) {
  counter::CaptureReported report;
  report.by.fresh = std::move(fresh);
  report.capture = letter.capture;
  report.done = letter.done;
  report.state = letter.state;
  if (letter.fault) {
    report.fault = letter.fault->code;
    report.kind = line::name_of(letter.fault->kind);
  }
  report.fields = letter.fields;
  report.attached = letter.attached;
  report.file_key = letter.file_key;
  return report;
}

CaptureAnswer broken_off(std::string capture, std::string_view code) {
  CaptureAnswer answer;
  answer.capture = std::move(capture);
  answer.done = true;
  answer.fault = line::Fault{line::FaultKind::service_down, std::string(code)};
  return answer;
}

}  // namespace

// Nothing of it is lost where the commit turns out not to stand: what a device reads is kept until it does.
void Core::take(Drain& drain, CaptureAnswer& letter) {
  const auto* known = book_.capture(letter.capture);
  CaptureTaken taken{letter, known ? std::optional(*known) : std::nullopt};
  Ask ask;
  auto done = decide_and_write(drain, reported(letter, book_.fresh_id()), ask);
  if (!done) {
    if (taken.before) (void)book_.write(counter::PutCapture{*taken.before});  // memory only; the rows are undone
    auto refused = broken_off(letter.capture, karvan::name_of(done.error().code));
    (void)decide_and_write(drain, reported(refused, book_.fresh_id()), ask);
  }
  if (!letter.attached.hash.empty()) {
    auto kept = book_.store().attachments().get(letter.attached.hash);
    if (kept && !*kept) book_.forget_file(letter.attached.hash);
  }
  if (letter.ticket != 0) drain.replies.push_back({letter.ticket, {}, outcome_of(letter), {}, false});
  drain.captured.push_back(std::move(taken));
}

// For the page that brought the file.
Result<std::string> Core::outcome_of(const CaptureAnswer& letter) const {
  const auto* capture = book_.capture(letter.capture);
  if (!capture) return fail(Code::unknown_capture);
  const auto draft = book_.draft(capture->draft);
  if (capture->state == "done")
    return json::write(json::object{{"hash", letter.attached.hash}, {"seen", draft ? (*draft)->seen : 0}});
  if (capture->state == "cancelled") return fail(Code::unknown_draft);
  return fail(code_of(capture->fault).value_or(Code::capture_failed));
}

void Core::end_overdue_captures(Drain& drain) {
  for (auto& id : book_.devices().overdue(book_.now_ms())) {
    drain.requests.emplace_back(StopCapture{id});
    auto answer = broken_off(std::move(id), deadline_passed);
    take(drain, answer);
  }
}

// The commit did not stand: the captures go back to where they were, and are taken again.
void Core::take_captures_back(Drain& drain) {
  for (auto taken = drain.captured.rbegin(); taken != drain.captured.rend(); ++taken)
    if (taken->before) (void)book_.write(counter::PutCapture{*taken->before});
  for (auto& taken : drain.captured) {
    // The page that brought the file has been told: it brings it again.
    const bool told = taken.letter.ticket != 0;
    captured_again_.push_back(told ? broken_off(taken.letter.capture, karvan::name_of(Code::io_failed))
                                   : std::move(taken.letter));
  }
}

void Core::take(Drain& drain, TestAnswer& letter) {
  auto& test = tests_[letter.device];
  test = {drain.now_ms, letter.fault ? letter.fault->code : "passed",
          letter.fault ? std::string(line::name_of(letter.fault->kind)) : ""};
  drain.topics.insert("devices");
}

bool Core::has_device(std::string_view id) const {
  const auto& devices = book_.devices().list();
  return std::any_of(devices.begin(), devices.end(), [&](const auto& device) { return device.id == id; });
}

const DeviceTest* Core::test_of(std::string_view device) const {
  auto found = tests_.find(device);
  return found == tests_.end() ? nullptr : &found->second;
}

}  // namespace karvan::core
