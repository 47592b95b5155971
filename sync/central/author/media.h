#pragma once
#include <map>
#include <string>
#include <vector>

#include "sync/central/author/compile.h"
#include "sync/form/form.h"

namespace karvan::central::author {

using Media = std::map<std::string, std::string>;  // digest -> bytes

// Puts digests in the place of the names of files below SERVICE/media/ that a form's questions show, and the files'
// bytes into `media`. A fault for each that is missing, too large, or no image or sound that a page can show.
void publish_media(const Files& files, const std::string& folder, form::Definition& definition, Media& media,
                   std::vector<Fault>& faults);

}  // namespace karvan::central::author
