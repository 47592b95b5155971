#include "node/backup/manifest.h"

#include <algorithm>
#include <charconv>

#include "storage/model/json.h"

namespace karvan::backup {
namespace {

constexpr std::string_view first_line = "karvan/copy/v1\n", absent = "absent";
constexpr std::size_t hash_letters = 64;

json::object of(const copies::Digest& digest) { return {{"sha256", digest.sha256}, {"bytes", digest.bytes}}; }

Result<std::uint64_t> count_at(const json::object& o, std::string_view name) {
  TRY(const auto number, json::integer_at(o, name));
  if (number < 0) return fail(Code::malformed, {}, std::string(name));
  return static_cast<std::uint64_t>(number);
}

Result<copies::Digest> digest_at(const json::object& o, std::string_view name) {
  TRY(const auto* file, json::object_at(o, name));
  copies::Digest digest;
  TRY(digest.sha256, json::string_at(*file, "sha256"));
  TRY(digest.bytes, count_at(*file, "bytes"));
  return digest;
}

bool is_hash(std::string_view text) {
  return text.size() == hash_letters && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Of a line without its end.
Result<Listed> parse_listed(std::string_view line) {
  if (line.size() <= hash_letters + 1 || !is_hash(line.substr(0, hash_letters)) || line[hash_letters] != ' ')
    return fail(Code::malformed, {}, "list");
  Listed listed{std::string(line.substr(0, hash_letters)), std::nullopt};
  const auto rest = line.substr(hash_letters + 1);
  if (rest == absent) return listed;
  std::uint64_t bytes = 0;
  const auto [end, bad] = std::from_chars(rest.data(), rest.data() + rest.size(), bytes);
  if (bad != std::errc() || end != rest.data() + rest.size()) return fail(Code::malformed, {}, "list");
  listed.bytes = bytes;
  return listed;
}

}  // namespace

std::string write(const Manifest& m, const seal::SigningKey& key) {
  const json::object head{{"epoch", m.epoch}, {"seq", m.seq}, {"hash", m.hash}};
  const json::object said{
      {"node", m.node},       {"made", m.made},       {"head", head},      {"operations", m.operations},
      {"store", of(m.store)}, {"vault", of(m.vault)}, {"list", of(m.list)}};
  return seal::sign_note(std::string(first_line) + json::write(said) + "\n", key);
}

Result<Manifest> read_manifest(std::string_view note, const seal::VerifyingKey& key) {
  TRY(const auto text, seal::open_note(note, key));
  if (!text.starts_with(first_line)) return fail(Code::malformed, {}, "manifest");
  TRY(const auto said, json::parse_object(std::string_view(text).substr(first_line.size())));
  Manifest m;
  TRY(m.node, json::string_at(said, "node"));
  TRY(m.made, json::string_at(said, "made"));
  TRY(const auto* head, json::object_at(said, "head"));
  TRY(m.epoch, json::string_at(*head, "epoch"));
  TRY(m.seq, count_at(*head, "seq"));
  TRY(m.hash, json::string_at(*head, "hash"));
  TRY(m.operations, count_at(said, "operations"));
  TRY(m.store, digest_at(said, "store"));
  TRY(m.vault, digest_at(said, "vault"));
  TRY(m.list, digest_at(said, "list"));
  return m;
}

std::string write_list(const std::vector<Listed>& list) {
  std::string text;
  for (const auto& each : list)
    text.append(each.hash)
        .append(" ")
        .append(each.bytes ? std::to_string(*each.bytes) : std::string(absent))
        .append("\n");
  return text;
}

Result<std::vector<Listed>> parse_list(std::string_view text) {
  std::vector<Listed> list;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return fail(Code::malformed, {}, "list");
    TRY(auto listed, parse_listed(text.substr(0, end)));
    list.push_back(std::move(listed));
    text.remove_prefix(end + 1);
  }
  return list;
}

}  // namespace karvan::backup
