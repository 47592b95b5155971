#pragma once
#include "tests/unit/node/core/box.h"
#include "tests/unit/node/counter/pictures.h"

namespace karvan::core::samples {

inline const std::string h1(64, '1'), h2(64, '2');  // hashes

// A box with a camera and a scanner, an operator, and a draft.
struct CaptureBox : Box {
  // `changed` makes its service another.
  explicit CaptureBox(std::string vfs = "", counter::samples::Changed changed = {});
  static line::Device device(std::string id, std::string family, std::string seat = "");
  void know(std::vector<line::Device> devices) { drain(DevicesAnswer{std::move(devices)}); }
  counter::StartCapture start(const std::string& question = "photo");
  std::string begun(const std::string& question = "photo");
  static CaptureAnswer answer_to(const std::string& capture);
  static CaptureAnswer picture(const std::string& capture, const std::string& hash);
  std::string captured(const std::string& hash, const std::string& question = "photo");
  const counter::Capture& of(const std::string& capture) { return *core->book().capture(capture); }
  std::vector<std::string> hashes() { return *store().attachments().hashes(); }
  std::string state(const std::string& hash) { return (*store().attachments().get(hash))->state; }
  std::string value(const std::string& question) { return (*core->book().draft(draft))->form.state(question)->value; }
  std::string key(const std::string& hash) { return (*store().attachments().get(hash))->file_key; }
  Result<json::object> file() { return ask(counter::FileDraft{{}, draft, (*core->book().draft(draft))->seen, ""}); }
  std::string draft;
};

template <class Order>
std::vector<Order> orders(const std::vector<Outgoing>& out) {
  std::vector<Order> found;
  for (const auto& one : out)
    if (const auto* order = std::get_if<Order>(&one)) found.push_back(*order);
  return found;
}

bool notified(const std::vector<Outgoing>& out, const std::string& topic);

}  // namespace karvan::core::samples
