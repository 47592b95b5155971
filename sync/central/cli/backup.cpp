#include "sync/central/cli/backup.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "storage/copies/files.h"
#include "storage/copies/new_folder.h"
#include "storage/files/file.h"
#include "storage/vault/vault_file.h"
#include "sync/central/receive/upload.h"
#include "sync/central/reconcile/erasure.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

namespace fs = std::filesystem;
using Hashes = std::set<std::string>;

constexpr std::size_t at_once = 1'000;
constexpr std::string_view vault_name = "/vault.json";

struct Covered {
  Hashes files;
  std::size_t files_missing = 0;
  std::vector<EpochRow> epochs;                // as the copy has them, cut where a file is missing
  std::map<std::string, std::uint64_t> feeds;  // offices' feeds: how far
  std::uint64_t operations = 0;
};

tl::unexpected<Error> refused(const std::error_code& why, const std::string& path) {
  return fail(why == std::errc::no_space_on_device ? Code::disk_full : Code::io_failed, {{"why", why.message()}}, path);
}

// "2026-11-22T14-15-03Z"
std::string stamp(std::int64_t now_ms) {
  const auto time = rules::civil_time(now_ms);
  auto text = rules::civil_date(now_ms) + "T" + time.substr(time.find('T') + 1, 8) + "Z";
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

// The newest copy that is whole; "" where there is none.
Result<std::string> newest(const std::string& into) {
  std::error_code bad;
  std::string found;
  for (fs::directory_iterator each(into, bad), end; !bad && each != end; each.increment(bad)) {
    const auto name = each->path().filename().string();
    if (!name.ends_with(copies::unfinished) && fs::exists(each->path() / "inbox.db")) found = std::max(found, name);
  }
  if (bad) return refused(bad, into);
  return found.empty() ? found : into + "/" + found;
}

// The records first: whatever they name is in the inbox then.
Result<void> copy_databases(Files& live, const FilesOptions& options, const std::string& folder) {
  TRY_VOID(live.records.copy_to(folder + "/records.db", options.records_key.view()));
  TRY_VOID(live.inbox.copy_to(folder + "/inbox.db", options.inbox_key.view()));
  TRY(auto vault, vault::read_small_file(options.folder + std::string(vault_name)));
  if (!vault.empty()) TRY_VOID(copies::write_file(folder + std::string(vault_name), vault));
  return {};
}

Result<bool> is_whole(const std::string& path, const std::string& hash) {
  TRY(const auto digest, copies::digest_of(path));
  return digest.sha256 == hash;
}

// As the copy before holds it; false where that one lacks it, or it is not what its name says any more.
Result<bool> link_file(const std::string& before, const std::string& to, const std::string& hash) {
  std::error_code bad;
  if (before.empty()) return false;
  fs::create_hard_link(before, to, bad);
  if (bad) return false;
  if (is_whole(to, hash).value_or(false)) return true;
  TRY_VOID(files::remove_file(to));
  return false;
}

// False where it is not here, or is not what its name says.
Result<bool> copy_file(const std::string& from, const std::string& before, const std::string& to,
                       const std::string& hash) {
  TRY(const bool linked, link_file(before, to, hash));
  if (linked) return true;
  const auto written = copies::copy_file(from, to);
  if (!written && written.error().code == Code::not_found) return false;
  if (!written) return tl::unexpected<Error>(written.error());
  if (written->sha256 != hash) {
    TRY_VOID(files::remove_file(to));
    return false;
  }
  TRY(const bool whole, is_whole(to, hash));
  return whole ? Result<bool>(true) : fail(Code::io_failed, {}, to);
}

Result<void> copy_attachments(Files& copied, const FilesOptions& from, const std::string& before,
                              const std::string& folder, Covered& covered) {
  FilesOptions earlier = from;
  earlier.folder = before;
  Arrived page;
  do {
    TRY(page, Attachments(copied.inbox).arrived_since(page.mark, at_once));
    for (const auto& hash : page.hashes) {
      if (covered.files.contains(hash)) continue;
      const auto linked = before.empty() ? "" : attachments_folder(earlier) + "/" + hash;
      TRY(bool there, copy_file(attachments_folder(from) + "/" + hash, linked, folder + "/" + hash, hash));
      if (there) covered.files.insert(hash);
      covered.files_missing += !there;
    }
  } while (!page.hashes.empty());
  return {};
}

// Of an operation that was ordered away, too: its file may come after the order.
Result<bool> names_missing(Files& copied, const InboxLine& line, const Hashes& files) {
  auto op = model::parse_op(line.line);
  if (!op) {
    TRY(auto told, told_of(copied, {line.node, line.epoch, line.seq}));
    if (!told) return false;
    op = std::move(told->op);
  }
  return std::any_of(op->attach.begin(), op->attach.end(),
                     [&](const model::Attached& each) { return !files.contains(each.hash); });
}

// Before the first operation of which a file is missing, of those that were not safe before.
Result<std::uint64_t> covered_to(Files& copied, const EpochRow& row, const Hashes& files) {
  Inbox inbox(copied.inbox);
  TRY(auto seq, inbox.safe(row.node, row.epoch));
  while (seq < row.received.seq) {
    TRY(auto lines, inbox.lines(row.node, row.epoch, seq + 1, at_once));
    if (lines.empty()) break;
    for (const auto& line : lines) {
      TRY(const bool missing, names_missing(copied, line, files));
      if (missing) return seq;
      seq = line.seq;
    }
  }
  return seq;
}

Result<Covered> look_through(Files& copied, Covered covered) {
  for (auto* file : {&copied.inbox, &copied.records}) {
    TRY_VOID(file->check_pages());
    TRY_VOID(file->check_structure());
  }
  TRY(covered.epochs, Inbox(copied.inbox).epochs());
  for (auto& row : covered.epochs) {
    TRY(row.received.seq, covered_to(copied, row, covered.files));
    covered.operations += row.received.seq;
  }
  TRY(auto nodes, Nodes(copied.inbox).list());
  for (const auto& node : nodes) {
    if (node.office.empty()) continue;
    const auto feed = office_feed(node.office);
    TRY(covered.feeds[feed], Feeds(copied.records).end(feed));
  }
  return covered;
}

Result<Covered> copy_whole(const House& house, Files& live, const copies::NewFolder& copy, const std::string& before) {
  TRY_VOID(copy_databases(live, house.files, copy.partial()));
  FilesOptions options = house.files;
  options.folder = copy.partial();
  TRY(auto copied, open_files(options));
  Covered covered;
  TRY(const auto attachments, copy.make(fs::path(attachments_folder(options)).filename().string()));
  TRY_VOID(copy_attachments(copied, house.files, before, attachments, covered));
  TRY(covered, look_through(copied, std::move(covered)));
  TRY_VOID(copied.inbox.checkpoint_truncate());
  TRY_VOID(copied.records.checkpoint_truncate());
  return covered;
}

Result<void> mark_safe(Files& live, const Covered& covered) {
  TRY_VOID(in_transaction(live.inbox, [&]() -> Result<void> {
    for (const auto& row : covered.epochs) TRY_VOID(Inbox(live.inbox).make_safe(row.node, row.epoch, row.received.seq));
    return {};
  }));
  return in_transaction(live.records, [&]() -> Result<void> {
    for (const auto& [feed, position] : covered.feeds)
      TRY_VOID(Records(live.records).put_meta(meta_safe_of(feed), std::to_string(position)));
    return {};
  });
}

}  // namespace

Result<json::object> make_backup(const House& house, const std::string& into) {
  if (copies::lies_in(into, house.files.folder)) return fail(Code::malformed, {}, "a copy beside what it is a copy of");
  std::error_code bad;
  fs::create_directories(into, bad);
  if (bad) return refused(bad, into);
  const auto folder = into + "/" + stamp(house.now_ms());
  if (fs::exists(folder, bad)) return fail(Code::exists_already, {}, folder);
  TRY(auto before, newest(into));
  TRY(auto copy, copies::NewFolder::begin(folder));
  TRY(auto live, open_files(house.files));
  TRY(const auto covered, copy_whole(house, live, copy, before));
  TRY_VOID(copy.finish());
  TRY_VOID(mark_safe(live, covered));
  TRY(auto nodes, Nodes(live.inbox).list());
  const auto boxes = std::count_if(nodes.begin(), nodes.end(), [](const Node& n) { return n.name != centre_node; });
  return json::object{{"folder", folder},
                      {"operations", covered.operations},
                      {"files", covered.files.size()},
                      {"files_missing", covered.files_missing},
                      {"nodes", boxes}};
}

}  // namespace karvan::central
