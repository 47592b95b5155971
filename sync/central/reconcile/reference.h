#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/seal/note.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/store/files.h"
#include "sync/rules/fleet.h"
#include "sync/rules/roles.h"

namespace karvan::central {

// The catalogue and the roster, as the records file holds them; read again when another program has changed them.
class Reference {
 public:
  Reference(sqlite::Database& records, seal::VerifyingKey centre) : db_(&records), centre_(std::move(centre)) {}
  // True where the catalogue is another than before. A damaged catalogue is an error, and the old one stays.
  Result<bool> refresh();

  // nullptr: unknown here. The errors are the store's.
  Result<const catalogue::Service*> service(std::string_view id, std::string_view version) const;
  // Kinds of serial numbers that any service in force on the date may issue.
  std::vector<std::string> kinds(std::string_view today) const;
  // Ids of the institutions whose services are in force on the date.
  std::vector<std::string> institutions(std::string_view today) const;
  const rules::Staff* staff(std::string_view id) const;  // "centre" is the program itself
  const std::map<std::string, rules::Staff, std::less<>>& roster() const { return staff_; }
  std::uint64_t position() const { return position_; }  // of the reference feed
  const rules::FleetState& fleet() const { return fleet_; }
  const std::string& roster_version() const { return roster_version_; }

 private:
  Result<void> read_roster();
  Result<bool> read_catalogue();
  sqlite::Database* db_;
  seal::VerifyingKey centre_;
  std::uint64_t position_ = 0;
  std::string roster_version_ = "none";
  std::optional<catalogue::Catalogue> catalogue_;
  rules::FleetState fleet_;
  std::map<std::string, rules::Staff, std::less<>> staff_;
};

inline constexpr std::string_view meta_roster = "roster";  // rises with each change of staff
inline constexpr std::string_view centre_node = "centre";  // the author name of the centre's own operations

// Desk roles are given to nodes; clerks, auditors and officers stay at headquarters.
bool works_at_desk(const rules::Staff& person, std::string_view node);

// Writes a person into the roster; nodes get it with their next exchange. Commits.
Result<void> put_staff(Files& files, const rules::Staff& staff);

}  // namespace karvan::central
