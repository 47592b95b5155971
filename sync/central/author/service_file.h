#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/catalogue/catalogue.h"
#include "sync/central/author/fault.h"

// institutions.toml (with its calendars) and service.toml; README.md gives their keys.
namespace karvan::central::author {

// A body whose services the catalogue holds, and when it works.
struct Body {
  catalogue::Institution institution;
  catalogue::Calendar calendar;  // id empty: none named, it works around the clock
};
using Institutions = std::map<std::string, Body>;
Institutions read_institutions(const std::string& toml, std::vector<Fault>& faults);

struct ServiceFile {
  catalogue::Service service;  // all but its version
  std::string effective;       // civil date from which it is in force; empty: from when it is published
  std::string withdrawn;       // first civil date without the service; empty: none
};

// `form` may be absent where its sheets have faults: then only the file's own are told. Nothing is returned unless the
// file is without fault and the form is there. The service's id is its folder's name.
std::optional<ServiceFile> read_service(const std::string& folder, const std::string& toml,
                                        const Institutions& institutions, const std::optional<form::Form>& form,
                                        std::vector<Fault>& faults);

}  // namespace karvan::central::author
