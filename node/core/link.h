#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "node/core/book.h"
#include "node/core/letters.h"
#include "sync/exchange/exchange.h"
#include "sync/exchange/upload.h"

namespace karvan::core {

enum class LinkState { offline, connected, sending };
std::string_view name_of(LinkState state);

// The node's side of the exchange, without the wire: when the next round is due, what it says, and how the answer is
// folded, in slices, each within a drain's transaction.
class Link {
 public:
  explicit Link(seal::SigningKey key) : key_(std::move(key)) {}

  // ---- when
  // Due at once after `hurry`; soon where operations are unsent or unsettled and the link is not known to be down;
  // else each idle_ms; after a failure with a growing pause. Never while a round, or a piece of a file, is under way.
  bool due(std::int64_t now_ms, std::uint64_t unsent, std::uint64_t unsettled) const;
  void hurry() { hurried_ = true; }

  // ---- what to say. Marks what it sends, in the caller's transaction.
  Result<exchange::Request> next_round(Book& book, std::int64_t now_ms);
  std::uint64_t round() const { return round_; }
  std::uint64_t bytes_per_second() const { return bytes_per_second_; }

  // ---- what was said
  // Also where a slice could not be written: the centre is asked again from the old cursor, and what was folded already
  // is known by its position (P10).
  void failed(const Error& error, std::int64_t now_ms);
  void received(exchange::Received received, std::uint64_t bytes_per_second, std::int64_t now_ms);
  bool folding() const { return folding_.has_value(); }
  // Folds at most fold_entries_max entries, in the caller's transaction. Gives the records that changed. An error
  // concerns the store; what the centre sent wrong is left out and noted in `fault`.
  Result<std::vector<std::string>> fold_slice(Book& book);

  // ---- attachments (upload.cpp), one piece at a time, each no longer than a batch takes
  // The next piece, of the oldest file whose operation the centre has; nothing while an exchange is under way or due,
  // the link is not known to be up, or nothing waits. The caller has seen that no operation is unsent.
  Result<std::optional<SendUpload>> next_piece(Book& book, std::int64_t now_ms);
  // In the caller's transaction. After a broken link the centre is asked anew how much it has; a file that it refuses
  // rests alone, for longer each time (P15).
  Result<void> uploaded(Book& book, const UploadAnswer& answer, std::int64_t now_ms);
  // What the centre, or this box's disk, last said against a file.
  const std::optional<Error>& upload_fault() const { return upload_fault_; }

  // ---- for the page
  LinkState state() const { return state_; }
  std::int64_t since_ms() const { return since_ms_; }  // in this state
  std::int64_t last_ms() const { return last_ms_; }    // last answer; 0: none since the start
  std::uint64_t sent() const { return sent_; }         // operations of the round under way
  const std::optional<Error>& fault() const { return fault_; }

 private:
  struct Folding {
    exchange::Received received;
    bool begun = false;
    bool misfit = false;                  // a patch that cannot be read here
    std::size_t document = 0, entry = 0;  // next to fold
  };
  Result<void> begin_fold(Book& book);
  Result<void> fold_receipt(Book& book, const exchange::Point& point);
  Result<void> fold_documents(Book& book, std::size_t& left);
  Result<void> fold_entries(Book& book, std::size_t& left, std::vector<std::string>& changed);
  Result<void> end_fold(Book& book);
  // An error of the store is passed on; any other is noted.
  Result<void> bear(const Error& error);
  void turn(LinkState state, std::int64_t now_ms);
  Result<std::optional<store::Attachment>> next_file(Book& book, std::int64_t now_ms);
  void rest(const std::string& hash, std::int64_t now_ms);

  seal::SigningKey key_;
  std::uint64_t round_ = 0;
  std::uint64_t bytes_per_second_ = 0;
  bool in_flight_ = false, hurried_ = true, more_ = false;
  bool whole_ = false;  // documents are asked for whole
  int failures_ = 0;
  LinkState state_ = LinkState::offline;
  std::int64_t since_ms_ = 0, last_ms_ = 0, tried_ms_ = 0;
  std::uint64_t sent_ = 0;
  std::optional<Folding> folding_;
  // The file that goes up; `offset` is what the centre said since the link came back.
  struct Upload {
    std::string hash;
    std::optional<std::uint64_t> offset;
  };
  struct Rest {
    std::int64_t until_ms = 0;
    int refusals = 0;
  };
  Upload upload_;
  bool uploading_ = false;  // a piece is under way
  // Halved by each piece that the link did not carry, so that a link slower than anyone has measured gets on.
  std::size_t piece_bytes_cap_ = exchange::piece_bytes_max;
  std::map<std::string, Rest, std::less<>> resting_;
  std::optional<Error> upload_fault_;
  std::optional<Error> fault_;
};

inline constexpr std::size_t fold_entries_max = 256;
inline constexpr std::int64_t idle_ms = 15'000, unsettled_ms = 5'000, unsent_ms = 1'000;
inline constexpr std::int64_t retry_ms_min = 1'000, retry_ms_max = 60'000;
inline constexpr std::int64_t rest_ms_min = 5'000, rest_ms_max = 15 * 60'000;  // of a file that was refused
inline constexpr std::size_t resting_max = 256;

}  // namespace karvan::core
