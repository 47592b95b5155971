#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

struct zip;

namespace karvan::central::author {

struct ZipFault {
  std::string what, instead;
};

// The parts of a zipped document in memory. Refused where it is opened: what is no zip, or is encrypted, has too many
// parts, has a part twice, or one whose name leads out of it.
class ZipArchive {
 public:
  // `bytes` must outlive the archive.
  static tl::expected<ZipArchive, ZipFault> open(std::string_view bytes, std::size_t parts_max);
  ZipArchive(ZipArchive&& other) noexcept : archive_(other.archive_) { other.archive_ = nullptr; }
  ZipArchive& operator=(ZipArchive&&) = delete;
  ~ZipArchive();

  bool has(const std::string& part) const;
  // Whole, of at most `bytes_max` unpacked: no more is ever unpacked, whatever the archive says of its sizes.
  tl::expected<std::string, ZipFault> read(const std::string& part, std::size_t bytes_max) const;

 private:
  explicit ZipArchive(zip* archive) : archive_(archive) {}
  zip* archive_;
};

}  // namespace karvan::central::author
