#include "storage/seal/hash.h"
#include "sync/central/author/changes.h"
#include "sync/central/author/compile.h"
#include "sync/central/author/directory.h"
#include "sync/central/author/xform.h"
#include "sync/central/author/xlsform.h"
#include "sync/central/cli/commands.h"
#include "sync/central/store/feeds.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

json::object show(const author::Compiled& compiled) {
  json::array services;
  for (const auto& s : compiled.services) services.push_back(json::object{{"id", s.id}, {"version", s.version}});
  return {{"services", std::move(services)}};
}

json::object show(const std::vector<author::Fault>& faults) {
  json::array lines;
  for (const auto& fault : faults) lines.emplace_back(author::describe(fault));
  return {{"faults", std::move(lines)}};
}

Result<catalogue::Manifest> last_manifest(Feeds& feeds, const seal::VerifyingKey& key) {
  TRY(auto row, feeds.last(reference_feed, "manifest", "catalogue"));
  if (!row) return catalogue::Manifest{};
  TRY(auto text, seal::open_note(row->body, key));
  return catalogue::read_manifest(text);
}

Result<void> append_new(Feeds& feeds, const std::string& kind, const std::map<std::string, std::string>& documents) {
  for (const auto& [name, bytes] : documents) {
    TRY(auto there, feeds.last(reference_feed, kind, name));
    if (!there) TRY_VOID(feeds.append(DocumentRow{std::string(reference_feed), 0, kind, name, bytes}));
  }
  return {};
}

// What is named comes before what names it: media, services, manifest.
Result<void> append(Feeds& feeds, const author::Published& published) {
  TRY_VOID(append_new(feeds, "media", published.media));
  TRY_VOID(append_new(feeds, "service", published.bytes));
  TRY_VOID(feeds.append(DocumentRow{std::string(reference_feed), 0, "manifest", "catalogue", published.note}));
  return {};
}

}  // namespace

Result<json::object> check_catalogue(const std::string& folder) {
  TRY(auto files, author::read_directory(folder));
  auto compiled = author::compile(files);
  return compiled ? show(*compiled) : show(compiled.error());
}

Result<json::object> diff_catalogue(const House& house, const std::string& folder) {
  TRY(auto texts, author::read_directory(folder));
  auto compiled = author::compile(texts);
  if (!compiled) return show(compiled.error());
  TRY(auto files, open_files(house.files));
  Feeds feeds(files.records);
  TRY(auto published, last_manifest(feeds, seal::verifying(house.keys.signing)));
  auto next = author::next_manifest(published, *compiled, rules::civil_date(house.now_ms()));
  auto bytes_of = [&](const std::string& version) -> std::optional<std::string> {
    auto row = feeds.last(reference_feed, "service", version);
    return row && *row ? std::optional(std::move((*row)->body)) : std::nullopt;
  };
  json::array lines;
  for (auto& line : author::describe_changes(published, next, *compiled, bytes_of)) lines.emplace_back(std::move(line));
  return json::object{{"changed", next.number != published.number}, {"changes", std::move(lines)}};
}

Result<json::object> catalogue_xform(const std::string& folder, const std::string& service) {
  TRY(auto files, author::read_directory(folder));
  const auto sheets = author::sheet_files(files, service);
  if (!sheets.survey && sheets.workbooks.empty()) return fail(Code::not_found, {}, folder + "/" + service);
  std::vector<author::Fault> faults;
  auto form = author::compile_form(sheets, faults);
  return form ? json::object{{"xform", author::write_xform(*form)}} : show(faults);
}

Result<json::object> publish_catalogue(const House& house, const std::string& folder) {
  TRY(auto texts, author::read_directory(folder));
  auto compiled = author::compile(texts);
  if (!compiled) return show(compiled.error());
  TRY(auto files, open_files(house.files));
  Feeds feeds(files.records);
  return in_transaction(files.records, [&]() -> Result<json::object> {
    TRY(auto previous, last_manifest(feeds, seal::verifying(house.keys.signing)));
    auto next = author::next_manifest(previous, *compiled, rules::civil_date(house.now_ms()));
    auto shown = show(*compiled);
    shown["number"] = next.number;
    shown["changed"] = next.number != previous.number;
    if (next.number != previous.number) TRY_VOID(append(feeds, author::publish(next, *compiled, house.keys.signing)));
    return shown;
  });
}

}  // namespace karvan::central
