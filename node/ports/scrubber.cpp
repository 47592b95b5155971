#include "node/ports/scrubber.h"

namespace karvan::ports {
namespace {

using sqlite::page_bytes;

core::WasRead failed(const core::ReadAgain& order, Error error) {
  core::WasRead read{.file = order.file, .next = order.from};
  read.fault = std::move(error);
  return read;
}

}  // namespace

core::WasRead Scrubber::read(const core::ReadAgain& order) {
  std::lock_guard lock(mutex_);
  if (!reader_) return failed(order, {.code = Code::busy});
  const auto before = used_();
  auto read = order.file.empty() ? read_pages(order) : read_file(order);
  read.used_us = used_() - before;
  return read;
}

core::WasRead Scrubber::read_pages(const core::ReadAgain& order) {
  const auto pages = order.bytes / page_bytes;
  const auto next = reader_->check_pages(order.from / page_bytes, pages);
  if (!next) return failed(order, next.error());
  return {.file = {}, .next = *next * page_bytes, .end = *next == 0, .bytes = order.bytes};
}

core::WasRead Scrubber::read_file(const core::ReadAgain& order) {
  // Of one that another program began nothing is known but where it was.
  if (!file_ || file_->id() != order.file || file_->offset() != order.from) file_.emplace(order.file);
  const auto from = file_->offset();
  const auto whole = file_->next(files_.blobs(), order.bytes);
  core::WasRead read{.file = order.file, .next = file_->offset(), .end = true, .bytes = file_->offset() - from};
  if (whole) read.end = *whole;
  if (!whole) read.fault = whole.error();
  if (read.end) file_.reset();
  return read;
}

void Scrubber::stop() {
  std::lock_guard lock(mutex_);
  reader_.reset();
}

}  // namespace karvan::ports
