#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/verdict.h"
#include "storage/seal/hash.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

// An operation and what became of it, at its place in its office's feed.
struct EntryRow {
  std::string office;
  std::uint64_t position = 0;
  std::string record;  // RecordId text; empty where the line could not be read
  model::OpId op;
  model::Verdict verdict;
  bool only_author = false;  // of no use to other nodes: the line cannot be read, or the record is another office's
  seal::Digest digest{};     // of the operation's line; asked for by `append`, not kept
  seal::Digest hash{};       // of the feed's chain here
};

// A thing of a feed that is no operation. Feeds: "reference", "node/NAME".
struct DocumentRow {
  std::string feed;
  std::uint64_t position = 0;
  std::string kind;
  std::string name;
  std::string body;
  seal::Digest hash = {};  // of the feed's chain here
};

// How far a feed has come, and its chain there (exchange::feed_chain).
struct FeedEnd {
  std::uint64_t position = 0;
  seal::Digest hash{};
};

std::string node_feed(std::string_view node);
std::string office_feed(std::string_view office);
inline constexpr std::string_view reference_feed = "reference";

// Gap-free positions in commit order: each feed's head row moves in the transaction that adds to it.
class Feeds {
 public:
  explicit Feeds(sqlite::Database& records) : db_(&records) {}
  Result<std::uint64_t> end(std::string_view feed);  // 0: nothing yet
  Result<FeedEnd> head(std::string_view feed);
  // Of the chain at a position of any of the feeds; nothing where that lies beyond the end.
  Result<std::optional<seal::Digest>> hash_at(std::string_view feed, std::uint64_t position);

  // Sets `position` and `hash`, and gives the position.
  Result<std::uint64_t> append(EntryRow entry);
  Result<std::uint64_t> append(DocumentRow document);

  // From after `position` on.
  Result<std::vector<EntryRow>> entries(std::string_view office, std::uint64_t after, std::size_t limit);
  Result<std::vector<DocumentRow>> documents(std::string_view feed, std::uint64_t after, std::size_t limit);
  // Of one kind and name alone.
  Result<std::vector<DocumentRow>> documents_of(std::string_view feed, std::string_view kind, std::string_view name,
                                                std::uint64_t after, std::size_t limit);
  // The entries of one record, in order.
  Result<std::vector<EntryRow>> of_record(std::string_view office, std::string_view record, std::size_t limit);
  // The first thing that was said of an operation, and the last of a record.
  Result<std::optional<EntryRow>> first_of(std::string_view office, std::string_view record, const model::OpId& op);
  Result<std::optional<EntryRow>> last_of(std::string_view office, std::string_view record);
  // Takes the values out of what was said of an operation. The chain stays: its hashes are of what was said first.
  Result<void> forget_values(std::string_view office, std::string_view record, const model::OpId& op);
  // The last document of a kind and name.
  Result<std::optional<DocumentRow>> last(std::string_view feed, std::string_view kind, std::string_view name);
  // The last of them at or below a position.
  Result<std::optional<DocumentRow>> last_at(std::string_view feed, std::string_view kind, std::string_view name,
                                             std::uint64_t position);
  // The last of each name.
  Result<std::vector<DocumentRow>> latest(std::string_view feed, std::string_view kind);

  // Of what was written before feeds were chains: the feeds that hold such, and the next of them. Chained in order.
  Result<std::vector<std::string>> unchained();
  Result<std::vector<EntryRow>> unchained_entries(std::string_view office, std::size_t limit);
  Result<void> chain(const EntryRow& entry);                               // with its digest
  Result<bool> chain_documents(std::string_view feed, std::size_t limit);  // whether there were any

 private:
  Result<void> advance(const FeedEnd& to, std::string_view feed);
  sqlite::Database* db_;
};

}  // namespace karvan::central
