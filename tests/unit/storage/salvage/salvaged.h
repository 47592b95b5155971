#pragma once
#include <fstream>
#include <map>

#include "storage/model/op.h"
#include "storage/salvage/salvage.h"
#include "storage/store/listed.h"
#include "tests/unit/storage/store/fixture.h"

namespace karvan::salvage {

using namespace store;

inline constexpr std::int64_t page_bytes = 4'096;
inline constexpr int lines_each = 30;
inline const std::string application = "lahore/application/";

// A file that the seventh operation of an epoch attaches.
inline model::Attached file_of(const std::string& epoch) {
  return {"photo", "hash of " + epoch, 1'000, "image/jpeg", "no thumb"};
}

inline std::string line_of(const std::string& epoch, std::uint64_t seq, std::optional<model::Serial> issue) {
  model::Op op;
  op.id = {"bus-07", epoch, seq};
  op.salt = "00";
  op.actor = "asma";
  op.of = application + std::to_string(seq % 5);
  op.set["name"] = std::string(200, 'x');
  op.issue = std::move(issue);
  if (seq == 7) op.attach = {file_of(epoch)};
  return model::write_op(op);
}

// A store of three epochs, closed, and what can be done to its file.
struct SalvageTest : NodeStore {
  void SetUp() override {
    NodeStore::SetUp();
    ASSERT_TRUE(committed([&] { return fill(); }));
    for (const auto* table :
         {"log", "log_record", "records", "drafts", "leases", "epochs", "documents", "commands", "attachments"})
      pages[table] = *page_of(table);
    count = *pages_in_all();
    store.reset();
  }

  Result<void> fill() {
    TRY_VOID(store->leases().grant({"l1", "receipt", 1, 100, 1, "open", "note"}));
    TRY_VOID(store->drafts().put({.id = "d", .service = "s", .version = "v", .seen = 1, .body = "{}"}));
    TRY_VOID(store->documents().put({"box", "identity", "who", 0}));
    TRY_VOID(store->cursors().put({"reference", "centre-1", 7, "hash"}));
    for (const std::string epoch : {"e1", "e2", "e3"}) {
      TRY_VOID(store->log().open_epoch(epoch));
      for (std::uint64_t seq = 1; seq <= lines_each; ++seq) TRY_VOID(add(epoch, seq));
    }
    TRY_VOID(store->log().mark_safe("e1", lines_each));
    return store->log().mark_received("e2", 10);
  }

  Result<void> add(const std::string& epoch, std::uint64_t seq) {
    const auto of = application + std::to_string(seq % 5);
    std::optional<model::Serial> issue;
    if (seq % 10 == 0) {
      issue = model::Serial{"receipt", ++issued};
      TRY_VOID(store->leases().take(*issue, of));
    }
    lines[epoch].push_back(line_of(epoch, seq, issue));
    TRY_VOID(store->log().append(of, seq, lines[epoch].back()));
    if (seq == 7) TRY_VOID(add_file(epoch, of.substr(application.size())));
    return put_listed(store->database(),
                      {{.id = of, .office = "lahore", .kind = "application", .updated_ms = 5}, {}, false, {}});
  }

  Result<void> add_file(const std::string& epoch, const std::string& of) {
    Attachment file{
        .attached = file_of(epoch), .of = of, .file_key = std::string(16, 'k'), .state = "draft", .epoch = {}};
    TRY_VOID(store->attachments().add(file));
    return store->attachments().file(file.attached.hash, epoch, 7);
  }

  Result<std::int64_t> page_of(const std::string& name) {
    TRY(auto found, store->database().query("SELECT rootpage FROM sqlite_schema WHERE name = ?", name));
    TRY_VOID(found.next());
    return found.integer(0);
  }
  Result<std::int64_t> pages_in_all() {
    TRY(auto found, store->database().query("PRAGMA page_count"));
    TRY_VOID(found.next());
    return found.integer(0);
  }

  void flip(const std::string& file, std::int64_t page) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg((page - 1) * page_bytes + 1'000);
    const char was = static_cast<char>(bytes.get());
    bytes.seekp((page - 1) * page_bytes + 1'000);
    bytes.put(static_cast<char>(was ^ 1));
  }

  // What is salvaged of the store in `from`; it is in `to` then, verified and open.
  Result<Report> salvaged(const std::string& from, const std::string& to, const std::string& id = "now") {
    store.reset();
    auto found = salvage(from, to, key, {.id = id, .file = "aside", .at_ms = 9}, vfs.name());
    if (!found) return found;
    auto again = Store::open(to, key, options());
    if (!again) return tl::unexpected(again.error());
    store.emplace(std::move(*again));
    return found;
  }

  // What is salvaged once this page is damaged, in `fresh`.
  Result<Report> after_damage(std::int64_t page) {
    flip(path, page);
    auto opened = Store::open(path, key, options());
    EXPECT_FALSE(opened);
    return salvaged(path, fresh);
  }

  // What is salvaged once this line was changed, in `fresh`.
  Result<Report> after_change(const std::string& where, const std::string& what = "line = x'00'") {
    open();
    tamper("UPDATE log SET " + what + " WHERE " + where);
    return salvaged(path, fresh);
  }

  // The next start goes on in what was salvaged, and nothing more is lost when that is salvaged too.
  void expect_salvaged_again(std::uint64_t kept) {
    ASSERT_TRUE(committed([&] { return store->log().open_epoch("e4"); }));
    ASSERT_TRUE(append(1, line_of("e4", 1, {})));
    const auto lost = *gaps(store->database());
    const auto found = salvaged(fresh, second, "again");
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->operations, kept + 1);
    EXPECT_TRUE(found->runs.empty());
    EXPECT_EQ(found->stranded, 0u);
    EXPECT_EQ(*gaps(store->database()), lost);
  }

  std::uint64_t kept_of(const std::string& epoch) { return store->log().lines(epoch, 1, 1'000)->size(); }

  std::map<std::string, std::int64_t> pages;
  std::map<std::string, std::vector<std::string>> lines;
  std::int64_t count = 0, issued = 0;
  std::string fresh = scratch.path("fresh.db"), second = scratch.path("second.db");
};

}  // namespace karvan::salvage
