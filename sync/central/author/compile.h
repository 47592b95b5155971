#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "storage/seal/note.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/author/fault.h"

// From a folder of spreadsheets and TOML to what the centre publishes. Pure: files come in as bytes, a date and a key
// as arguments; the same files give the same bytes.
namespace karvan::central::author {

// Path below the catalogue's folder, parted by '/' -> content.
using Files = std::map<std::string, std::string, std::less<>>;

struct CompiledService {
  std::string id;
  std::string version;    // SHA-256 of `bytes`, hex
  std::string bytes;      // the JSON that catalogue::load_service reads
  std::string effective;  // civil date, or empty
  std::string withdrawn;  // first civil date without the service, or empty
};

struct Compiled {
  std::vector<CompiledService> services;     // by id
  std::map<std::string, std::string> media;  // SHA-256, hex -> bytes of what their questions show
};

// Everything, or every fault at once (at most faults_max).
tl::expected<Compiled, std::vector<Fault>> compile(const Files& files);

// The manifest that follows `previous` on a day (civil date). A service whose bytes are the same keeps its line; a new
// version is in force from its `effective` date, or `today`, or always where the service is new; one whose folder is
// gone is withdrawn from `today`, one that names a day from that day; one that comes back is in force again. The
// `effective` date of a version that is not yet in force may be moved. The number rises only where something differs.
catalogue::Manifest next_manifest(const catalogue::Manifest& previous, const Compiled& compiled,
                                  std::string_view today);

struct Published {
  std::string note;                          // the manifest, signed (C2SP signed note)
  std::map<std::string, std::string> bytes;  // version -> compiled service
  std::map<std::string, std::string> media;  // digest -> bytes
};
Published publish(const catalogue::Manifest& manifest, const Compiled& compiled, const seal::SigningKey& key);

}  // namespace karvan::central::author
