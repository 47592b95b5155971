#include "sync/central/author/changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/central/author/compared.h"

namespace karvan::central::author {

namespace {

using catalogue::Manifest;

std::string since(const std::string& from) { return from.empty() ? "always" : "from " + from; }

class Comparison {
 public:
  Comparison(const Compiled& compiled, const PublishedBytes& bytes_of) : compiled_(compiled), bytes_of_(bytes_of) {}

  void service(const std::string& id, const Manifest::Line& before, const Manifest::Line& after) {
    if (before.withdrawn != after.withdrawn) {
      add(id, after.withdrawn.empty() ? "is in force again" : "is withdrawn from " + after.withdrawn);
    }
    if (after.versions.empty() || before.versions == after.versions) return;
    const auto& last = after.versions.back();
    if (before.versions.empty()) return add(id, "is new, in force " + since(last.from));
    const auto& previous = before.versions.back();
    if (previous.version == last.version)
      return add(id, "its last version is in force " + since(last.from) + " instead of " + since(previous.from));
    add(id, "has a new version, in force " + since(last.from));
    auto old = bytes_of_(previous.version);
    if (!old) return add(id, "the version that is published cannot be read to compare");
    for (auto& line : describe_changes(*old, bytes(last.version))) add(id, line);
  }

  std::vector<std::string> take() {
    if (more_ > 0) lines_.push_back(fmt::format("and {} more changes", more_));
    return std::move(lines_);
  }

 private:
  std::string_view bytes(const std::string& version) const {
    for (const CompiledService& service : compiled_.services)
      if (service.version == version) return service.bytes;
    return {};
  }

  void add(const std::string& id, const std::string& what) {
    if (lines_.size() < changes_max) {
      lines_.push_back(id + ": " + what);
    } else {
      ++more_;
    }
  }

  const Compiled& compiled_;
  const PublishedBytes& bytes_of_;
  std::vector<std::string> lines_;
  std::size_t more_ = 0;
};

}  // namespace

std::vector<std::string> describe_changes(const Manifest& published, const Manifest& next, const Compiled& compiled,
                                          const PublishedBytes& bytes_of) {
  Comparison comparison(compiled, bytes_of);
  for (const auto& [id, after] : next.services) {
    auto before = published.services.find(id);
    comparison.service(id, before == published.services.end() ? Manifest::Line{} : before->second, after);
  }
  return comparison.take();
}

}  // namespace karvan::central::author
