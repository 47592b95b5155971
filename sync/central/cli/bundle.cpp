#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sync/central/cli/commands.h"
#include "sync/central/cli/private_file.h"
#include "sync/central/cli/witness.h"
#include "sync/central/receive/stick.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/tail.h"

namespace karvan::central {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view work_ending = ".work.age", answer_ending = ".answer.age";
constexpr std::size_t piece_bytes = 1 << 20;
constexpr std::size_t bundles_max = 1'000;

Result<std::vector<std::string>> work_files(const std::string& path) {
  std::error_code bad;
  if (fs::is_regular_file(path, bad)) return std::vector{path};
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(path, bad)) {
    auto name = entry.path().string();
    if (name.ends_with(work_ending) && found.size() < bundles_max) found.push_back(std::move(name));
  }
  if (found.empty()) return fail(Code::not_found, {}, path);
  std::sort(found.begin(), found.end());
  return found;
}

std::string answer_path(const std::string& path) {
  const auto stem = path.ends_with(work_ending) ? path.substr(0, path.size() - work_ending.size()) : path;
  return stem + std::string(answer_ending);
}

// What a person can do about it.
std::string fault(const std::string& path, const Error& error) {
  std::string words = "could not be taken";
  if (error.code == Code::seal_broken) words = "is damaged or was cut off: have it written once more";
  if (error.code == Code::key_wrong) words = "is not for this centre";
  if (error.code == Code::signature_wrong) words = "is not signed by a box of that name";
  if (error.code == Code::not_enrolled) words = "is by a box that is not enrolled, or was replaced: it gets no answer";
  return path + " " + words + " [" + describe(error) + "]";
}

Result<TakenStick> take(Files& files, const House& house, const seal::AgeIdentity& identity, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, {}, path);
  std::string piece(piece_bytes, '\0');
  const auto next = [&]() -> Result<std::string> {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (file.bad()) return fail(Code::io_failed, {}, path);
    return piece.substr(0, static_cast<std::size_t>(file.gcount()));
  };
  const StickPlace place{identity, attachments_folder(house.files),
                         [&](const Node& node, const std::vector<exchange::Tail>& tail, std::int64_t now_ms) {
                           return admit_tail(files, house.keys.signing, node, tail, now_ms);
                         }};
  return take_stick(files, house.keys, place, next, house.now_ms());
}

// The kinds of number that it runs low of, as by network.
Result<void> lend_what_it_wants(Files& files, const House& house, const TakenStick& stick) {
  if (stick.replaced() || stick.asked.of_other || stick.asked.want.empty()) return {};
  Reference reference(files.records, seal::verifying(house.keys.signing));
  TRY_VOID(reference.refresh());
  return lend_wanted(files, house.keys.signing, house.entropy, reference, stick.node.name, stick.asked.want,
                     stick.asked.cursors.node, house.now_ms());
}

// A new answer takes the place of an earlier one to the same file.
Result<void> write_answer(const std::string& path, const std::string& sealed) {
  const auto part = path + ".part";
  std::error_code bad;
  fs::remove(part, bad);
  TRY_VOID(write_private_file(part, sealed));
  fs::rename(part, path, bad);
  if (bad) return fail(Code::io_failed, {{"why", bad.message()}}, path);
  return {};
}

Result<json::object> take_one(const House& house, const seal::AgeIdentity& identity, const std::string& path,
                              const std::function<bool()>& wait) {
  TRY(auto files, open_files(house.files));
  TRY(auto stick, take(files, house, identity, path));
  TRY_VOID(lend_what_it_wants(files, house, stick));
  TRY(bool all, settled(files, stick));
  while (!all && wait()) {
    TRY(all, settled(files, stick));
  }
  json::array refused, files_refused;
  for (const auto& one : stick.asked.refused)
    refused.push_back(json::object{{"epoch", one.after.epoch}, {"seq", one.after.seq + 1}, {"code", one.code}});
  for (const auto& [hash, code] : stick.files_refused)
    files_refused.push_back(json::object{{"hash", hash}, {"code", name_of(code)}});
  json::object told{{"node", stick.node.name},     {"operations", stick.operations}, {"refused", std::move(refused)},
                    {"files", stick.files.size()}, {"files_refused", files_refused}, {"settled", all}};
  TRY(auto sealed, answer_stick(files, house.keys, stick, house.entropy));
  TRY_VOID(write_answer(answer_path(path), sealed));
  told["answer"] = answer_path(path);
  return told;
}

}  // namespace

Result<json::object> take_bundles(const House& house, const seal::AgeIdentity& identity, const std::string& witness,
                                  const std::string& path, const std::function<bool()>& wait) {
  TRY(auto paths, work_files(path));
  Witness watching(house, witness);
  TRY_VOID(watching.watch());
  json::array bundles, faults;
  for (const auto& one : paths) {
    auto taken = take_one(house, identity, one, wait);
    if (taken)
      bundles.push_back(std::move(*taken));
    else
      faults.push_back(json::value(fault(one, taken.error())));
  }
  if (auto noted = watching.note(); !noted) house.log("witness: " + describe(noted.error()));
  json::object told{{"bundles", std::move(bundles)}};
  if (!faults.empty()) told["faults"] = std::move(faults);
  return told;
}

}  // namespace karvan::central
