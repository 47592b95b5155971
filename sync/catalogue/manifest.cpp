#include "sync/catalogue/members.h"

namespace karvan::catalogue {

namespace {

Result<Manifest::Line> read_line(const object& o) {
  Manifest::Line line;
  line.withdrawn = json::string_or(o, "withdrawn");
  TRY(auto versions, objects_in(o, "versions"));
  for (const object* version : versions) {
    Manifest::Entry entry;
    TRY(entry.version, json::string_at(*version, "version"));
    entry.from = json::string_or(*version, "from");
    if (!line.versions.empty() && entry.from < line.versions.back().from) return odd("versions");
    line.versions.push_back(std::move(entry));
  }
  return line;
}

}  // namespace

std::string write(const Manifest& manifest) {
  array services;
  for (const auto& [id, line] : manifest.services) {
    array versions;
    for (const auto& entry : line.versions)
      versions.push_back(object{{"version", entry.version}, {"from", entry.from}});
    object service{{"id", id}, {"versions", versions}};
    if (!line.withdrawn.empty()) service["withdrawn"] = line.withdrawn;
    services.push_back(std::move(service));
  }
  return json::write(object{{"v", 1}, {"number", manifest.number}, {"services", services}}) + "\n";
}

Result<Manifest> read_manifest(std::string_view text) {
  TRY(object o, json::parse_object(text, manifest_bytes_max));
  if (json::integer_or(o, "v") != 1) return fail(Code::version_unknown, {}, "manifest");
  Manifest manifest;
  TRY(auto number, json::integer_at(o, "number"));
  if (number < 0) return odd("number");
  manifest.number = static_cast<std::uint64_t>(number);
  TRY(auto services, objects_in(o, "services"));
  if (services.size() > services_max) return odd("services");
  for (const object* service : services) {
    TRY(auto id, json::string_at(*service, "id"));
    TRY(auto line, read_line(*service));
    if (!manifest.services.emplace(id, std::move(line)).second) return odd(id);
  }
  return manifest;
}

}  // namespace karvan::catalogue
