#include "node/ports/core_thread.h"

#include "storage/model/passed.h"

namespace karvan::ports {

CoreThread::CoreThread(std::unique_ptr<core::Core> core, DeskMailbox& mailbox, Now now, FreeBytes free_bytes,
                       std::function<void(core::Outgoing)> deliver)
    : core_(std::move(core)),
      mailbox_(mailbox),
      now_(std::move(now)),
      free_bytes_(std::move(free_bytes)),
      deliver_(std::move(deliver)),
      thread_([this] { run(); }) {}

CoreThread::~CoreThread() { stop(); }

void CoreThread::stop() {
  mailbox_.close();
  if (thread_.joinable()) thread_.join();
}

void CoreThread::run() {
  for (;;) {
    auto letters = mailbox_.take(core_->has_work() || tending_ ? 0 : tick_ms);
    if (letters.empty() && mailbox_.closed()) return;
    bool idle = letters.empty() && !core_->has_work();
    auto now_ms = now_();
    if (model::passed(ticked_ms_, tick_ms, now_ms)) {
      letters.emplace_back(core::Tick{free_bytes_()});
      ticked_ms_ = now_ms;
    }
    if (idle && !tended_) {
      tending_ = core_->tend();
      tended_ = !tending_;
    }
    tended_ = tended_ && idle && !core_->book().wipe_due();
    if (!letters.empty() || core_->has_work()) drain(std::move(letters));
  }
}

void CoreThread::drain(std::vector<core::Letter> letters) {
  for (auto& outgoing : core_->drain(letters, now_())) deliver_(std::move(outgoing));
}

}  // namespace karvan::ports
