#include "sync/central/author/media.h"

#include <fmt/format.h>

#include <set>

#include "storage/seal/hash.h"
#include "sync/catalogue/media.h"

namespace karvan::central::author {

namespace {

class MediaFolder {
 public:
  MediaFolder(const Files& files, const std::string& folder, Media& media, std::vector<Fault>& faults)
      : files_(files), folder_(folder), media_(media), faults_(faults) {}

  void take(std::string& name, const std::string& kind, const std::string& question) {
    const std::string path = folder_ + "/media/" + name;
    auto file = files_.find(path);
    if (file == files_.end()) {
      if (told_.insert(path).second)
        add(path, "the file is missing; question \"" + question + "\" shows it", "Add it, or empty the cell");
      return;
    }
    const std::string& bytes = file->second;
    if (told_.insert(path).second) check(path, kind, bytes);
    name = seal::to_hex(seal::sha256(bytes));
    media_.emplace(name, bytes);
    if (taken_.insert(name).second && taken_.size() == catalogue::media_in_service_max + 1)
      add(folder_ + "/media", fmt::format("there are more than {} files", catalogue::media_in_service_max),
          "Show fewer");
  }

 private:
  void check(const std::string& path, const std::string& kind, const std::string& bytes) {
    const auto type = catalogue::media_type(bytes);
    if (bytes.size() > catalogue::media_bytes_max) {
      add(path, fmt::format("the file has {} bytes", bytes.size()),
          fmt::format("Make it smaller: at most {} bytes", catalogue::media_bytes_max));
    } else if (!type.starts_with(kind + "/")) {
      add(path, type.empty() ? "this is no file that a page can show" : "this is " + std::string(type),
          kind == "image" ? "Save it as PNG, JPEG or WebP" : "Save it as MP3 or Ogg");
    }
  }

  void add(const std::string& path, std::string what, std::string instead) {
    if (faults_.size() < faults_max) faults_.push_back({path, "", 0, "", std::move(what), std::move(instead)});
  }

  const Files& files_;
  const std::string& folder_;
  Media& media_;
  std::vector<Fault>& faults_;
  std::set<std::string> told_, taken_;
};

}  // namespace

void publish_media(const Files& files, const std::string& folder, form::Definition& definition, Media& media,
                   std::vector<Fault>& faults) {
  MediaFolder shown(files, folder, media, faults);
  for (form::Question& question : definition.questions)
    for (auto& [kind, names] : question.media)
      for (auto& [language, name] : names) shown.take(name, kind, question.name);
}

}  // namespace karvan::central::author
