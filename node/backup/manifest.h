#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/copies/files.h"
#include "storage/seal/note.h"

// What a copy says of itself. No citizen's data: names, hashes and counts.
namespace karvan::backup {

// Signed by the box, so that nobody without its vault makes another: a note (seal/note.h) of the line "karvan/copy/v1"
// and one of JSON.
struct Manifest {
  std::string node;
  std::string made;   // civil time with its offset, as it was told: "2026-11-22T14:15:03.000+05:00"
  std::string epoch;  // the head of the log's chain: up to where the copy goes
  std::uint64_t seq = 0;
  std::string hash;              // hex
  std::uint64_t operations = 0;  // of the whole chain
  copies::Digest store, vault, list;
  bool operator==(const Manifest&) const = default;
};

std::string write(const Manifest& manifest, const seal::SigningKey& key);
// signature_wrong: cut, changed or another box's. malformed: of another version.
Result<Manifest> read_manifest(std::string_view note, const seal::VerifyingKey& key);

// The attachments that the database names, each a line "SHA256 BYTES", or "SHA256 absent" where the box has no such
// file or not that file.
struct Listed {
  std::string hash;
  std::optional<std::uint64_t> bytes;  // nothing: absent
  bool operator==(const Listed&) const = default;
};
std::string write_list(const std::vector<Listed>& list);
// malformed.
Result<std::vector<Listed>> parse_list(std::string_view text);

}  // namespace karvan::backup
