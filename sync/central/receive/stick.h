#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/seal/age.h"
#include "sync/central/receive/receive.h"
#include "sync/central/receive/upload.h"
#include "sync/exchange/bundle.h"

namespace karvan::central {

// What came on a stick from a node.
struct TakenStick {
  Node node;
  exchange::BundleHead head;
  Accepted asked;                // the last request on it, with all that was refused
  std::set<std::string> epochs;  // of its operations
  std::uint64_t operations = 0;  // that it held, known or not
  std::set<std::string> files;   // that it held and are here now
  std::map<std::string, Code> files_refused;
  std::string head_key;  // seal's text of the key that signed it
  // Of a box that was replaced: its work counts as it did, but it gets no answer.
  bool replaced() const { return head_key != node.head_key; }
};

// What opens a stick, where the files on it go (attachments_folder), and who takes in what its box hands back.
struct StickPlace {
  seal::AgeIdentity identity;
  std::string attachments;
  AdmitTail admit = {};
};

// A node's exchange by stick, beside a serving centre: verified, stored and durable as what comes by network; what it
// holds is reconciled by whoever serves. Sent twice, or once by network too, it is a no-op (P10). `next`: the sealed
// file's bytes in pieces; empty at its end. Errors: seal_broken (cut, changed, no bundle), key_wrong (not for the
// centre), not_enrolled, signature_wrong, version_unknown; those of the store. What was taken before one stays: each
// batch and file vouches for itself. When the box was last heard of does not: a stick says so before its end is read.
Result<TakenStick> take_stick(Files& files, const Keys& keys, const StickPlace& place,
                              const std::function<Result<std::string>()>& next, std::int64_t now_ms);

// Whether all of it that could be reconciled has been, and the centre has done what was its own to do then (the stage
// that says that all of an application is here): else the box would hear of that with its next stick only.
Result<bool> settled(Files& files, const TakenStick& stick);

// What goes back: receipts, which files are here, and the feeds from where the node said that it stood; sealed for that
// box alone, signed. Errors: not_enrolled for a box that was replaced.
Result<std::string> answer_stick(Files& files, const Keys& keys, const TakenStick& stick, const seal::Entropy& entropy);

inline constexpr std::size_t stick_answers_bytes_max = 64 << 20;  // packed; a node asks for the rest with its next one

}  // namespace karvan::central
