#pragma once
#include <functional>
#include <string>

#include "node/core/letters.h"
#include "node/ports/counting.h"
#include "node/ports/devices.h"
#include "node/ports/scrubber.h"
#include "node/ports/stick.h"
#include "node/ports/uplink.h"
#include "node/ports/worker.h"
#include "storage/seal/note.h"

namespace karvan::ports {

// Carries out what the core orders once its commit stands, on the thread it belongs to. What goes to a page (answers,
// notices, rendered slips, opened attachments, what a search finds) goes through `Page`, which the API fills in.
class Orders {
 public:
  struct Page {
    std::function<void(const core::Answered&)> answer;
    std::function<void(std::uint64_t ticket, Result<std::string> pdf)> pdf;
    std::function<void(const core::Notify&)> notify;
    // An attachment's opened bytes, of the media type.
    std::function<void(std::uint64_t ticket, Result<std::string> bytes, std::string media)> file = {};
    std::function<void(core::RunSearch order)> search = {};
  };

  // All must outlive it. `key` signs the codes on slips.
  Orders(Page page, seal::SigningKey key, core::Mailbox& mailbox, Uplink& uplink, Devices& devices, Files& files,
         Sticks& sticks, Counting& counting, Scrubber& scrubber)
      : page_(std::move(page)),
        key_(std::move(key)),
        mailbox_(mailbox),
        uplink_(uplink),
        devices_(devices),
        files_(files),
        sticks_(sticks),
        counting_(counting),
        scrubber_(scrubber) {}

  // On the core's thread; never blocks.
  void carry_out(core::Outgoing order);

 private:
  void take(core::Answered order);
  void take(core::RenderSlip order);
  void take(core::RunSearch order);
  void take(core::VerifyPin order);
  void take(core::SendPrint order);
  void take(core::SendExchange order);
  void take(core::Notify order);
  void take(core::OpenAttachment order);
  void take(core::RunCapture order);
  void take(core::StopCapture order);
  void take(core::SealFile order);
  void take(core::RemoveFile order);
  void take(core::ReadAgain order);
  void take(core::SetAside order);
  void take(core::RunTest order);
  void take(core::SendUpload order);
  void take(core::WriteStick order);
  void take(core::ReadStick order);
  void take(core::RaiseCounter order);

  Page page_;
  seal::SigningKey key_;
  core::Mailbox& mailbox_;
  Uplink& uplink_;
  Devices& devices_;
  Files& files_;
  Sticks& sticks_;
  Counting& counting_;
  Scrubber& scrubber_;
  Worker slow_;  // renders, and verifies PINs one at a time (19 MiB each); last, so that it ends first
};

}  // namespace karvan::ports
