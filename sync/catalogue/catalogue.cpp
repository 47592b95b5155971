#include "sync/catalogue/catalogue.h"

#include <algorithm>

#include "sync/catalogue/parts.h"

namespace karvan::catalogue {

namespace {

Result<Listed> read_listed(std::string_view bytes, const std::string& version) {
  TRY(object o, json::parse_object(bytes, service_bytes_max));
  if (json::integer_or(o, "v") != 1) return fail(Code::version_unknown, {}, version);
  Listed out;
  out.version = version;
  TRY(out.id, json::string_at(o, "id"));
  TRY(out.title, strings_in(o, "title"));
  TRY(out.institution, read_institution(o));
  TRY(out.numbering, strings_in(o, "numbering"));
  TRY(auto fees, objects_in(o, "fees"));
  std::vector<FeeLine> lines;
  for (const object* from : fees) {
    TRY(lines.emplace_back(), read_fee(*from));
  }
  if (is_fixed(lines)) {
    TRY(auto fee, fixed_fee(lines));
    out.fee = fee.total;
  }
  return out;
}

}  // namespace

Result<Catalogue> Catalogue::open(std::string_view manifest, Source source, const DigestHex& digest,
                                  const Catalogue* before) {
  Catalogue catalogue;
  TRY(catalogue.manifest_, read_manifest(manifest));
  catalogue.source_ = std::move(source);
  for (const auto& [id, line] : catalogue.manifest_.services) {
    for (const auto& entry : line.versions) {
      if (before && before->listed_.contains(entry.version)) {
        catalogue.listed_.insert(*before->listed_.find(entry.version));
        continue;
      }
      TRY(const auto bytes, catalogue.source_(entry.version));
      if (digest(bytes) != entry.version) return fail(Code::catalogue_missing, {{"version", entry.version}}, id);
      TRY(auto listed, read_listed(bytes, entry.version));
      if (listed.id != id) return fail(Code::catalogue_broken, {{"version", entry.version}}, id);
      catalogue.listed_[entry.version] = std::make_shared<const Listed>(std::move(listed));
    }
  }
  if (before) {
    catalogue.opened_ = before->opened_;
    catalogue.asked_ = before->asked_;
  }
  return catalogue;
}

Result<Catalogue> Catalogue::load(std::string_view manifest, const std::vector<std::string>& documents,
                                  const DigestHex& digest) {
  auto by_digest = std::make_shared<std::map<std::string, std::string>>();
  for (const std::string& bytes : documents) by_digest->emplace(digest(bytes), bytes);
  auto source = [by_digest](const std::string& version) -> Result<std::string> {
    auto found = by_digest->find(version);
    return found == by_digest->end() ? Result<std::string>(fail(Code::catalogue_missing)) : found->second;
  };
  TRY(auto catalogue, open(manifest, source, digest));
  for (const auto& entry : catalogue.listed_) TRY_VOID(load_service((*by_digest)[entry.first], entry.first));
  return catalogue;
}

const std::string* Catalogue::version_on(std::string_view service, std::string_view today) const {
  auto found = manifest_.services.find(service);
  if (found == manifest_.services.end()) return nullptr;
  const Manifest::Line& line = found->second;
  if (!line.withdrawn.empty() && today >= line.withdrawn) return nullptr;
  const std::string* latest = nullptr;
  for (const auto& entry : line.versions) {
    if (entry.from <= today) latest = &entry.version;
  }
  return latest;
}

const Service* Catalogue::current(std::string_view service, std::string_view today) const {
  const std::string* latest = version_on(service, today);
  return latest ? version(service, *latest) : nullptr;
}

const Service* Catalogue::version(std::string_view service, std::string_view version) const {
  return find(service, version).value_or(nullptr);
}

Result<const Service*> Catalogue::find(std::string_view service, std::string_view version) const {
  auto listed = listed_.find(version);
  if (listed == listed_.end() || listed->second->id != service) return nullptr;
  auto opened = opened_.find(version);
  if (opened == opened_.end()) {
    auto bytes = source_(listed->first);
    if (!bytes && bytes.error().code == Code::catalogue_missing) return nullptr;
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    auto read = load_service(*bytes, listed->first);
    if (!read) return nullptr;
    opened = opened_.emplace(listed->first, Opened{std::make_shared<const Service>(std::move(*read)), 0}).first;
  }
  opened->second.asked = ++asked_;
  return opened->second.service.get();
}

std::vector<const Listed*> Catalogue::current(std::string_view today) const {
  std::vector<const Listed*> out;
  for (const auto& entry : manifest_.services) {
    if (const std::string* version = version_on(entry.first, today))
      out.push_back(listed_.find(*version)->second.get());
  }
  return out;
}

void Catalogue::settle(std::size_t kept) {
  while (opened_.size() > kept) {
    auto oldest = std::min_element(opened_.begin(), opened_.end(),
                                   [](const auto& a, const auto& b) { return a.second.asked < b.second.asked; });
    opened_.erase(oldest);
  }
}

}  // namespace karvan::catalogue
