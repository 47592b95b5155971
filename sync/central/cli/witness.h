#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "sync/central/api/house.h"
#include "sync/central/reconcile/fleet.h"

// A small signed file beside the centre's folder, outside its databases and their backups. It says how far they had
// come, never more than that: databases behind it were restored from a backup, and that is noticed before anybody is
// answered.
namespace karvan::central {

struct Witnessed {
  std::string centre_epoch;
  std::uint64_t inbox = 0, feeds = 0;           // each rises with whatever is received, or settled and published
  std::map<std::string, std::int64_t> numbers;  // the allocator's next, by kind
  std::vector<LostRevocation> revoked;          // every box that is, also one that was replaced since
  bool operator==(const Witnessed&) const = default;
};
std::string write_witnessed(const Witnessed& witnessed);  // text of the note "karvan/witness/v1"
Result<Witnessed> parse_witnessed(std::string_view text);

class Witness {
 public:
  // `path` is "" : the folder's own name with ".witness" at its end.
  Witness(const House& house, std::string path);

  // Before the first answer. True where the databases were restored: then this is a new life of the centre, whoever was
  // revoked is so again, and no lease is granted until `release_numbers`. A witness that is missing where there has
  // been one, or that cannot be read, is taken for the same.
  Result<bool> check();
  // The same for who serves or lends; what there is to say goes to the log. Its error ends the program: it is none only
  // where all went well but the writing of a witness that nobody asked for (`path` ""). `note` does nothing then.
  Result<void> watch();

  // Writes down how far the databases have come, at most once a second; from any thread.
  Result<void> note();

 private:
  Result<std::optional<Witnessed>> read() const;
  Result<bool> notice(Files& files);
  Result<void> begin(Files& files);
  Result<void> write(Files& files);
  Result<void> note_lost(Files& files, const std::optional<Witnessed>& seen);
  Result<void> restored(Files& files, const std::optional<Witnessed>& seen);
  const House* house_;
  std::string path_;
  bool asked_for_ = false, blind_ = false;
  std::mutex mutex_;
  std::optional<Files> files_;
  std::optional<Witnessed> last_;
  std::int64_t written_ms_ = 0;
};

inline constexpr std::int64_t witness_each_ms = 1'000;

}  // namespace karvan::central
