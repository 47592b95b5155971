#include "tests/unit/node/core/capture_box.h"

namespace karvan::core::samples {

CaptureBox::CaptureBox(std::string vfs, counter::samples::Changed changed)
    : Box(std::move(vfs), [changed = std::move(changed)](catalogue::Service& service) {
        counter::samples::with_captures(service);
        if (changed) changed(service);
      }) {
  sign_in();
  know({device("cam-1", "camera"), device("scan-1", "scanner")});
  draft = started();
}

line::Device CaptureBox::device(std::string id, std::string family, std::string seat) {
  return {std::move(id), std::move(family), "", line::Life::enabled, {}, std::move(seat)};
}

counter::StartCapture CaptureBox::start(const std::string& question) {
  counter::StartCapture cmd;
  cmd.draft = draft;
  cmd.question = question;
  return cmd;
}

std::string CaptureBox::begun(const std::string& question) {
  return std::string(must(start(question)).at("capture").as_string());
}

CaptureAnswer CaptureBox::answer_to(const std::string& capture) {
  CaptureAnswer answer;
  answer.capture = capture;
  answer.done = true;
  return answer;
}

CaptureAnswer CaptureBox::picture(const std::string& capture, const std::string& hash) {
  auto answer = answer_to(capture);
  answer.attached = {"", hash, 900, "image/jpeg", ""};
  answer.file_key = "sixteen-byte-key";
  return answer;
}

std::string CaptureBox::captured(const std::string& hash, const std::string& question) {
  auto capture = begun(question);
  drain(picture(capture, hash));
  return capture;
}

bool notified(const std::vector<Outgoing>& out, const std::string& topic) {
  for (const auto& notify : orders<Notify>(out))
    if (notify.topic == topic) return true;
  return false;
}

}  // namespace karvan::core::samples
