#include "sync/central/receive/upload.h"

#include <algorithm>
#include <filesystem>

#include "sync/central/receive/part.h"

namespace karvan::central {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t hash_characters = 64;
constexpr std::int64_t day_ms = 86'400'000;

bool is_hash(std::string_view text) {
  return text.size() == hash_characters && text.find_first_not_of("0123456789abcdef") == text.npos;
}

UploadRow whole(std::string_view node, std::string_view hash, std::uint64_t size) {
  UploadRow row;
  row.node = node;
  row.hash = hash;
  row.size = row.offset = size;
  row.whole = true;
  return row;
}

}  // namespace

std::string attachments_folder(const FilesOptions& options) { return options.folder + "/attachments"; }

Uploads::Uploads(Files& files, std::string folder, UploadLimits limits)
    : files_(&files), folder_(std::move(folder)), limits_(limits) {}

std::string Uploads::path_of(std::string_view hash) const { return folder_ + "/" + std::string(hash); }

// Of an enrolled node, whose name is of small letters, digits and hyphens; and of a hash.
std::string Uploads::part_of(std::string_view node, std::string_view hash) const {
  return folder_ + "/part-" + std::string(node) + "-" + std::string(hash);
}

Result<void> Uploads::open(std::int64_t now_ms) {
  TRY_VOID(make_private_folder(folder_));
  TRY(auto stale, Attachments(files_->inbox).unfinished_since(now_ms - limits_.unfinished_days_max * day_ms));
  for (const auto& row : stale) TRY_VOID(forget(row));
  return {};
}

Result<void> Uploads::forget(const UploadRow& row) {
  std::error_code ignored;
  fs::remove(part_of(row.node, row.hash), ignored);
  return in_transaction(files_->inbox, [&] { return Attachments(files_->inbox).forget(row.node, row.hash); });
}

Result<UploadRow> Uploads::find(std::string_view node, std::string_view hash) {
  Attachments attachments(files_->inbox);
  TRY(auto row, attachments.get(node, hash));
  TRY(bool here, attachments.present(hash));
  if (here) return row ? whole(node, hash, row->size) : whole(node, hash, size_of(path_of(hash)));
  // A part that is shorter than what was told is no part any more: it is sent anew.
  if (!row || size_of(part_of(node, hash)) < row->offset) return fail(Code::not_found, {}, "upload");
  return *row;
}

Result<UploadRow> Uploads::create(std::string_view node, std::string_view hash, std::uint64_t size,
                                  std::int64_t now_ms) {
  if (!is_hash(hash) || size == 0) return fail(Code::malformed, {}, "upload");
  if (size > limits_.file_bytes_max)
    return fail(Code::body_too_large, {{"max", std::to_string(limits_.file_bytes_max)}}, "upload");
  auto known = find(node, hash);
  if (known && (known->whole || known->size == size)) return known;
  if (!known && known.error().code != Code::not_found) return known;
  Attachments attachments(files_->inbox);
  TRY(auto unfinished, attachments.count_unfinished(node));
  if (unfinished >= limits_.unfinished_max) return fail(Code::busy, {}, "upload");
  TRY(auto promised, attachments.promised_bytes());
  if (size > limits_.quota_bytes - std::min(promised, limits_.quota_bytes)) return fail(Code::disk_full, {}, "quota");
  UploadRow row;
  row.node = node;
  row.hash = hash;
  row.size = size;
  row.begun_ms = row.changed_ms = now_ms;
  TRY_VOID(write_part(part_of(node, hash), 0, {}));
  TRY_VOID(in_transaction(files_->inbox, [&] { return attachments.begin(row); }));
  return row;
}

Result<UploadRow> Uploads::append(std::string_view node, std::string_view hash, std::uint64_t offset,
                                  std::string_view bytes, std::int64_t now_ms) {
  TRY(auto row, find(node, hash));
  if (row.offset != offset) return fail(Code::chain_gap, {{"offset", std::to_string(row.offset)}}, "upload");
  if (bytes.size() > limits_.piece_bytes_max || bytes.size() > row.size - row.offset)
    return fail(Code::body_too_large, {{"max", std::to_string(limits_.piece_bytes_max)}}, "upload");
  if (row.whole) return row;
  TRY_VOID(write_part(part_of(node, hash), offset, bytes));
  row.offset += bytes.size();
  if (row.offset == row.size) return complete(std::move(row), now_ms);
  TRY_VOID(
      in_transaction(files_->inbox, [&] { return Attachments(files_->inbox).move(node, hash, row.offset, now_ms); }));
  return row;
}

// The file takes its name before the row says so: a crash in between has it sent once more, from its last piece on.
Result<UploadRow> Uploads::complete(UploadRow row, std::int64_t now_ms) {
  TRY(auto hash, hash_of(part_of(row.node, row.hash)));
  if (hash != row.hash) {
    TRY_VOID(forget(row));
    return fail(Code::seal_broken, {{"hash", row.hash}}, "upload");
  }
  TRY_VOID(name_part(part_of(row.node, row.hash), path_of(row.hash), folder_));
  TRY_VOID(
      in_transaction(files_->inbox, [&] { return Attachments(files_->inbox).arrive(row.node, row.hash, now_ms); }));
  row.whole = true;
  return row;
}

}  // namespace karvan::central
