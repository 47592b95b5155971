#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "storage/seal/hash.h"
#include "storage/store/log.h"

namespace karvan::core {

// Records as they were last read or folded, each with the bytes that it came of: where the same bytes come again, they
// are not read once more. Nobody need tell it of a write or a rollback: what came of other bytes is never given.
class KnownRecords {
 public:
  // The record that `body` is.
  Result<model::Record> read(const std::string& id, const std::string& body);
  // Whether the bytes that it was read of say more than this program does (P3). A centre of a newer version may have
  // said it, and so would write it. Told once for the same bytes.
  bool says_more(const std::string& id);
  // The same, of a record that it does not keep.
  static bool says_more(const std::string& body, const model::Record& record);
  // Somebody has it already, and wrote it as `body`.
  void keep(const std::string& id, const std::string& body, model::Record record);
  // Of a record of which nothing is settled: `lines` as they were written, one after the other. None is erased.
  Result<model::Record> fold(const std::string& id, const std::vector<store::LogLine>& lines);
  // What was erased is not to stay in memory.
  void forget() { known_.clear(); }

 private:
  struct Known {
    std::string body;                 // empty: it was folded of lines
    std::vector<seal::Digest> lines;  // their digests
    model::Record record;
    std::optional<bool> more;  // says_more, where somebody asked
  };
  Known& known(const std::string& id);

  std::map<std::string, Known> known_;
};

}  // namespace karvan::core
