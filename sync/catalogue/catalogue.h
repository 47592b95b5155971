#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/catalogue/service.h"

// Services as headquarters published them: which versions there are, and which is in force.
namespace karvan::catalogue {

// Which versions there are and from when: what headquarters signs, as the text of a note.
struct Manifest {
  struct Entry {
    std::string version;
    std::string from;  // civil date, or empty: always
    bool operator==(const Entry&) const = default;
  };
  struct Line {
    std::vector<Entry> versions;  // by `from`
    std::string withdrawn;        // first civil date without the service, or empty
    bool operator==(const Line&) const = default;
  };
  std::uint64_t number = 0;                           // rises with each publishing
  std::map<std::string, Line, std::less<>> services;  // by service
  bool operator==(const Manifest&) const = default;
};
std::string write(const Manifest& manifest);  // one line of JSON with its newline
Result<Manifest> read_manifest(std::string_view text);

// SHA-256 in lower-case hex; passed in because this room knows no cryptography (seal::to_hex(seal::sha256(bytes))).
using DigestHex = std::function<std::string(std::string_view)>;

// What lists say of a service without opening it.
struct Listed {
  std::string id;
  std::string version;
  Texts title;
  Institution institution;
  std::map<std::string, std::string> numbering;  // document kind -> serial kind
  std::optional<Money> fee;                      // nothing where it depends on the answers
};

// The bytes of the compiled service of a version; catalogue_missing where they are not here.
using Source = std::function<Result<std::string>(const std::string& version)>;

// All versions known, side by side, and which is current on a date. What lists need is in memory; a service is read
// when it is first asked for, and a few that were asked for last are kept. Not for sharing between threads.
class Catalogue {
 public:
  // `manifest` is the text whose signature the caller has verified. Every version that it names is looked at once,
  // unless `before` knew it already: one whose bytes have another digest than their name, or that are absent, is
  // catalogue_missing; bytes that do not read are catalogue_broken, the service in `where`.
  static Result<Catalogue> open(std::string_view manifest, Source source, const DigestHex& digest,
                                const Catalogue* before = nullptr);
  // The same over documents in any order; one that the manifest does not name is ignored.
  static Result<Catalogue> load(std::string_view manifest, const std::vector<std::string>& documents,
                                const DigestHex& digest);
  const Manifest& manifest() const { return manifest_; }
  std::uint64_t number() const { return manifest_.number; }  // rises with each publishing
  // The version in force on a civil date, or nullptr (unknown, not yet in force, withdrawn, not to be read here).
  const Service* current(std::string_view service, std::string_view today) const;
  // The version that an application is pinned to; nullptr where it is not here, or not to be read here. An error is the
  // source's: it may well be here.
  Result<const Service*> find(std::string_view service, std::string_view version) const;
  // The same for whoever shows it, and is asked again.
  const Service* version(std::string_view service, std::string_view version) const;
  // One per service in force on that date, by id.
  std::vector<const Listed*> current(std::string_view today) const;

  // Pointers to services are valid until this is called, by the owner, between two pieces of work: it forgets all but
  // so many that were asked for last.
  void settle(std::size_t kept);
  std::size_t opened() const { return opened_.size(); }

 private:
  const std::string* version_on(std::string_view service, std::string_view today) const;
  struct Opened {
    std::shared_ptr<const Service> service;
    std::uint64_t asked = 0;
  };
  Manifest manifest_;
  Source source_;
  std::map<std::string, std::shared_ptr<const Listed>, std::less<>> listed_;  // by version
  mutable std::map<std::string, Opened, std::less<>> opened_;                 // by version
  mutable std::uint64_t asked_ = 0;
};

// Bounds.
inline constexpr std::size_t manifest_bytes_max = 4 << 20;
inline constexpr std::size_t services_max = 5000;

}  // namespace karvan::catalogue
