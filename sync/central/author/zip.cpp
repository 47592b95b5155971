#include "sync/central/author/zip.h"

#include <zip.h>

#include <memory>
#include <set>

#include "sync/central/author/utf8.h"

namespace karvan::central::author {

namespace {

constexpr const char* save_again = "Save it again as .xlsx with a spreadsheet program";

tl::unexpected<ZipFault> refuse(std::string what, std::string instead = save_again) {
  return tl::unexpected(ZipFault{std::move(what), std::move(instead)});
}

bool leads_out(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos) return true;
  if (name.size() > 1 && name[1] == ':') return true;
  for (std::size_t at = 0; at <= name.size();) {
    auto end = std::min(name.find('/', at), name.size());
    if (name.substr(at, end - at) == "..") return true;
    at = end + 1;
  }
  return false;
}

// What a person may not see before it is refused.
tl::expected<void, ZipFault> check_parts(zip_t* archive, std::size_t parts_max) {
  const auto count = zip_get_num_entries(archive, 0);
  if (count < 0 || static_cast<std::size_t>(count) > parts_max)
    return refuse("the file has more than " + std::to_string(parts_max) + " parts");
  std::set<std::string> seen;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t about;
    if (zip_stat_index(archive, i, 0, &about) != 0 || !(about.valid & ZIP_STAT_NAME))
      return refuse("the file is damaged");
    if (leads_out(about.name)) return refuse("a part's name leads out of the file");
    if (!seen.insert(lower_ascii(about.name)).second) return refuse("a part is in the file twice");
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
      return refuse("the file is encrypted", "Save it without a password");
  }
  return {};
}

}  // namespace

tl::expected<ZipArchive, ZipFault> ZipArchive::open(std::string_view bytes, std::size_t parts_max) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  zip_error_fini(&error);
  if (!archive) {
    if (source) zip_source_free(source);
    return refuse("the file is no .xlsx workbook");
  }
  ZipArchive out(archive);
  if (auto checked = check_parts(archive, parts_max); !checked) return tl::unexpected(checked.error());
  return out;
}

ZipArchive::~ZipArchive() {
  if (archive_) zip_discard(archive_);
}

bool ZipArchive::has(const std::string& part) const {
  return zip_name_locate(archive_, part.c_str(), ZIP_FL_NOCASE) >= 0;
}

tl::expected<std::string, ZipFault> ZipArchive::read(const std::string& part, std::size_t bytes_max) const {
  const auto index = zip_name_locate(archive_, part.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return refuse("the file has no part " + part);
  const auto too_long = [&] {
    return refuse("the part " + part + " is longer than " + std::to_string(bytes_max >> 20) + " MiB",
                  "Remove what is not of the form: pictures, empty rows, other sheets");
  };
  zip_stat_t about;
  if (zip_stat_index(archive_, static_cast<zip_uint64_t>(index), 0, &about) != 0) return refuse("the file is damaged");
  if ((about.valid & ZIP_STAT_SIZE) && about.size > bytes_max) return too_long();
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0),
                                                         zip_fclose);
  if (!file) return refuse("the file is packed in a way that is not read, or damaged");
  std::string out;
  char block[16384];
  for (zip_int64_t got; (got = zip_fread(file.get(), block, sizeof block)) != 0;) {
    if (got < 0) return refuse("the file is damaged");
    if (out.size() + static_cast<std::size_t>(got) > bytes_max) return too_long();
    out.append(block, static_cast<std::size_t>(got));
  }
  return out;
}

}  // namespace karvan::central::author
