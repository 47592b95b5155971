#include "tests/bench/rig/house.h"

#include <filesystem>

#include "storage/model/json.h"

namespace karvan::bench {
namespace {

namespace fs = std::filesystem;

// One folder of services: the demo's, and the benches' own.
std::string catalogue_in(const std::string& folder) {
  const auto made = fs::path(folder) / "catalogue";
  fs::create_directories(made);
  for (const char* from : {"deploy/catalogue", "tests/bench/catalogue"})
    fs::copy(from, made, fs::copy_options::recursive);
  return made.string();
}

json::object told(const std::string& said) { return must(json::parse_object(said)); }

}  // namespace

House::House(const std::string& folder) : folder_(folder + "/centre") {
  auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--json", "--data", folder_});
    return told(run("karvan-central", std::move(words), passphrase));
  };
  ask({"init"});
  ask({"catalogue", "publish", catalogue_in(folder)});
  operator_ = must(json::string_at(ask({"staff", "add", "--name", "Ayesha Khan", "--role", "operator"}), "id"));
  serving_ = std::make_unique<Program>(
      "karvan-central",
      std::vector<std::string>{"serve", "--sync", "127.0.0.1:0", "--page", "127.0.0.1:0", "--data", folder_},
      passphrase);
  port_ = std::stoi(serving_->await("serving nodes on 127.0.0.1:", 60));
}

std::string House::code_for(const std::string& node, const std::string& office) const {
  return must(json::string_at(
      told(run("karvan-central", {"enrol", node, "--office", office, "--json", "--data", folder_}, passphrase)),
      "code"));
}

}  // namespace karvan::bench
