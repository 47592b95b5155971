#include "sync/central/author/compile.h"

#include <algorithm>
#include <set>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/author/media.h"
#include "sync/central/author/service_file.h"
#include "sync/central/author/xlsform.h"

namespace karvan::central::author {

namespace {

const std::string* content(const Files& files, const std::string& path) {
  auto found = files.find(path);
  return found == files.end() ? nullptr : &found->second;
}

std::set<std::string> folders_of(const Files& files) {
  std::set<std::string> out;
  for (const auto& [path, bytes] : files) {
    auto slash = path.find('/');
    if (slash != std::string::npos) out.insert(path.substr(0, slash));
  }
  return out;
}

// Folder names travel as service ids.
bool is_id(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::optional<form::Form> form_of(const Files& files, const std::string& folder, Media& media,
                                  std::vector<Fault>& all) {
  const SheetFiles sheets = sheet_files(files, folder);
  if (!sheets.survey && sheets.workbooks.empty()) {
    all.push_back({folder + "/survey.csv", "survey", 0, "", "the file is missing",
                   "Add the form: an .xlsx workbook, or survey.csv, choices.csv and settings.csv"});
    return std::nullopt;
  }
  auto definition = compile_form(sheets, all);
  if (!definition) return std::nullopt;
  publish_media(files, folder, *definition, media, all);
  auto form = form::Form::make(std::move(*definition));
  if (form) return std::move(*form);
  Faults(folder, "", all).add(0, "", "the form is refused: " + describe(form.error()), "Make it smaller or simpler");
  return std::nullopt;
}

std::optional<CompiledService> compile_service(const Files& files, const std::string& folder,
                                               const Institutions& institutions, Media& media,
                                               std::vector<Fault>& all) {
  Faults faults(folder, "", all);
  if (!is_id(folder)) faults.add(0, "", "the folder's name is no id", "Use small letters, digits and dashes");
  auto form = form_of(files, folder, media, all);
  const std::string* toml = content(files, folder + "/service.toml");
  if (!toml) {
    all.push_back({folder + "/service.toml", "", 0, "", "the file is missing", "Add it"});
    return std::nullopt;
  }
  auto file = read_service(folder, *toml, institutions, form, all);
  if (!file || faults.any()) return std::nullopt;
  std::string bytes = json::write(catalogue::write(file->service));
  if (bytes.size() > catalogue::service_bytes_max) {
    faults.add(0, "", "the service is larger than 8 MiB", "Shorten its choice lists");
    return std::nullopt;
  }
  return CompiledService{folder, seal::to_hex(seal::sha256(bytes)), std::move(bytes), file->effective, file->withdrawn};
}

void add_version(catalogue::Manifest::Line& line, const CompiledService& service, std::string_view today, bool is_new) {
  line.withdrawn = service.withdrawn;
  std::string from = !service.effective.empty() || is_new ? service.effective : std::string(today);
  auto& versions = line.versions;
  if (!versions.empty() && versions.back().version == service.version) {
    if (service.effective.empty() || versions.back().from <= today) return;
    versions.pop_back();
  }
  if (!versions.empty()) from = std::max(from, versions.back().from);
  versions.push_back({service.version, from});
}

}  // namespace

tl::expected<Compiled, std::vector<Fault>> compile(const Files& files) {
  std::vector<Fault> faults;
  Institutions institutions;
  if (const std::string* toml = content(files, "institutions.toml")) {
    institutions = read_institutions(*toml, faults);
  } else {
    faults.push_back({"institutions.toml", "", 0, "", "the file is missing", "Add it"});
  }
  Compiled out;
  auto folders = folders_of(files);
  if (folders.empty())
    faults.push_back({".", "", 0, "", "there is no service", "Add a folder with service.toml and survey.csv"});
  for (const auto& folder : folders) {
    if (auto service = compile_service(files, folder, institutions, out.media, faults))
      out.services.push_back(std::move(*service));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return out;
}

catalogue::Manifest next_manifest(const catalogue::Manifest& previous, const Compiled& compiled,
                                  std::string_view today) {
  catalogue::Manifest next = previous;
  std::set<std::string> present;
  for (const CompiledService& service : compiled.services) {
    present.insert(service.id);
    bool is_new = !next.services.contains(service.id);
    add_version(next.services[service.id], service, today, is_new);
  }
  for (auto& [id, line] : next.services) {
    if (!present.contains(id) && line.withdrawn.empty()) line.withdrawn = today;
  }
  if (!(next == previous)) ++next.number;
  return next;
}

Published publish(const catalogue::Manifest& manifest, const Compiled& compiled, const seal::SigningKey& key) {
  Published out;
  out.note = seal::sign_note(catalogue::write(manifest), key);
  for (const CompiledService& service : compiled.services) out.bytes.emplace(service.version, service.bytes);
  out.media = compiled.media;
  return out;
}

}  // namespace karvan::central::author
