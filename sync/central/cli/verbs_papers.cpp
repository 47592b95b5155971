#include <CLI/CLI.hpp>
#include <iostream>

#include "sync/central/cli/papers.h"
#include "sync/central/cli/verbs.h"

// Services, and what is taken out of the house.
namespace karvan::central {
namespace {

int print_day(const Asked& asked) {
  auto house = house_of(asked);
  if (!house) return refuse(house.error());
  auto note = day_sheet(*house, asked.node, asked.date);
  if (!note) return refuse(note.error());
  if (asked.as_json)
    std::cout << json::write(json::object{{"node", asked.node}, {"date", asked.date}, {"note", *note}}) << std::endl;
  else
    std::cout << *note << std::flush;
  return 0;
}

int print_xform(const Asked& asked) {
  auto form = catalogue_xform(asked.folder, asked.id);
  if (!form || form->contains("faults") || asked.as_json) return told(form, asked);
  std::cout << std::string(form->at("xform").as_string()) << std::flush;
  return 0;
}

}  // namespace

void add_catalogue(CLI::App& app, Asked& asked, Command& chosen) {
  auto* catalogue = app.add_subcommand("catalogue", "Services")->require_subcommand(1)->fallthrough();
  auto* check = catalogue->add_subcommand("check", "Names every fault of a folder of services")->fallthrough();
  check->add_option("folder", asked.folder)->required();
  check->callback([&] { chosen = [&] { return told(check_catalogue(asked.folder), asked); }; });
  auto* diff =
      catalogue->add_subcommand("diff", "What publishing a folder would change; status 2: something")->fallthrough();
  diff->add_option("folder", asked.folder)->required();
  diff->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return diff_catalogue(h, asked.folder); }); };
  });
  auto* xform = catalogue->add_subcommand("xform", "Prints a service's form as an ODK XForm")->fallthrough();
  xform->add_option("folder", asked.folder)->required();
  xform->add_option("service", asked.id, "Its folder's name")->required();
  xform->callback([&] { chosen = [&] { return print_xform(asked); }; });
  auto* publish = catalogue->add_subcommand("publish", "Signs and publishes it to all nodes")->fallthrough();
  publish->add_option("folder", asked.folder)->required();
  publish->callback([&] {
    chosen = [&] { return with_house(asked, [&](const House& h) { return publish_catalogue(h, asked.folder); }); };
  });
}

void add_papers(CLI::App& app, Asked& asked, Command& chosen) {
  auto* day = app.add_subcommand("day", "A stop's day sheet, computed again and verified")->fallthrough();
  day->add_option("node", asked.node)->required();
  day->add_option("date", asked.date, "2026-11-22, at the desk")->required();
  day->callback([&] { chosen = [&] { return print_day(asked); }; });
  auto* attachment = app.add_subcommand("attachment", "Opens a scan or picture into a new file")->fallthrough();
  attachment->add_option("hash", asked.hash, "Of the sealed file")->required();
  attachment->add_option("--out", asked.file)->required();
  attachment->callback([&] {
    chosen = [&] {
      return with_identity(asked, [&](const House& house, const auto& identity) -> Result<json::object> {
        TRY_VOID(take_out_attachment(house, identity, asked.hash, asked.file));
        return json::object{{"hash", asked.hash}, {"file", asked.file}};
      });
    };
  });
  auto* key = app.add_subcommand("key", "The key that opens attachments")->require_subcommand(1)->fallthrough();
  auto* exported = key->add_subcommand("export", "Writes it to a new file, for `age -d -i`")->fallthrough();
  exported->add_option("file", asked.file)->required();
  exported->callback([&] {
    chosen = [&] {
      return with_identity(asked, [&](const House&, const auto& identity) -> Result<json::object> {
        TRY_VOID(export_identity(identity, asked.file));
        return json::object{{"file", asked.file}};
      });
    };
  });
}

}  // namespace karvan::central
