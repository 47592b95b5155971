#pragma once
#include <optional>
#include <string>

#include "hardware/hub/hub.h"
#include "node/core/letters.h"
#include "node/ports/files.h"

namespace karvan::ports {

// One capture by a device, from its first word to its answer. What the driver sends goes straight into a sealed file;
// dropped before its end it leaves nothing. Owned by the devices' thread.
class CaptureCall {
 public:
  CaptureCall(std::string capture, Files& files) : capture_(std::move(capture)), files_(&files) {}
  const std::string& capture() const { return capture_; }

  // What the page is to hear, if it is news.
  std::optional<core::CaptureAnswer> progress(const std::string& state);
  void take(std::string_view bytes);
  // The file is durable before it is told.
  core::CaptureAnswer end(const hub::Answered& answered);

  static hub::CallSpec call_of(const core::RunCapture& order);

 private:
  tl::expected<core::CaptureAnswer, line::Fault> read(const hub::Answered& answered);
  Result<blobs::SealedBlob> finish();

  std::string capture_;
  Files* files_;
  std::optional<blobs::BlobWriter> writer_;
  std::optional<Error> error_;
  std::string media_;  // by the first bytes
  std::string state_;  // told last
};

// A file that a page brought, sealed.
core::CaptureAnswer sealed(const core::SealFile& order, Files& files);

}  // namespace karvan::ports
