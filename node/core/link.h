#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "node/core/book.h"
#include "node/core/letters.h"
#include "node/core/tail.h"
#include "sync/exchange/exchange.h"
#include "sync/exchange/upload.h"

namespace karvan::core {

enum class LinkState { offline, connected, sending };
std::string_view name_of(LinkState state);

// The node's side of the exchange, without the wire: when the next round is due, what it says, and how the answer is
// folded, in slices, each within a drain's transaction.
class Link {
 public:
  Link(seal::SigningKey key, seal::Entropy entropy) : key_(std::move(key)), entropy_(std::move(entropy)) {}

  // ---- when
  // Due at once after `hurry`; soon where operations are unsent or unsettled and the link is not known to be down;
  // else each idle_ms; after a failure with a growing pause, of which chance takes up to a half so that many boxes do
  // not come back in step. Never while such a round, or a piece of a file, is under way, or an answer is being folded.
  bool due(std::int64_t now_ms, std::uint64_t unsent, bool unsettled) const;
  void hurry() { hurried_ = true; }
  // Beside a round, or the folding of its answer, more operations may go up on a link that is fast enough: rounds of
  // receipts only.
  bool may_push() const;

  // ---- what to say. Marks what it sends, in the caller's transaction.
  Result<SendExchange> next_round(Book& book, std::int64_t now_ms);
  // Nothing where all that may go is under way.
  Result<std::optional<SendExchange>> next_push(Book& book);

  // ---- what was said. An answer to a round that is not under way any more is known by its number and left alone.
  bool awaits(std::uint64_t round) const { return flights_.contains(round); }
  // Also where a slice could not be written: the centre is asked again from the old cursor, and what was folded already
  // is known by its position (P10). What is under way beside it is given up.
  void failed(const Error& error, std::int64_t now_ms);
  void received(ExchangeAnswer answer, std::int64_t now_ms);
  // Of a push: in the caller's transaction. The errors are the store's.
  Result<void> acknowledged(Book& book, ExchangeAnswer answer, std::int64_t now_ms);
  bool is_push(std::uint64_t round) const;
  bool folding() const { return folding_.has_value() || (!sticks_.empty() && flights_.empty() && !uploading_); }
  // Folds what takes as long as reading fold_entries_max entries, in the caller's transaction. Gives the records that
  // changed. An error concerns the store; what the centre sent wrong is left out and noted in `fault`.
  Result<std::vector<std::string>> fold_slice(Book& book);

  // ---- sticks (stick.cpp). Nothing that is on one counts as sent: it may be lost.
  // The next piece of what the centre has not, after `marks`; the last asks for the feeds. Nothing of the store
  // changes.
  Result<WriteStick> stick_piece(Book& book, StickMarks marks);
  // What the centre has answered on one, in the caller's transaction: folded once nothing is under way by network.
  // False where it leads no further than this box is (P10). Errors: changed_elsewhere, chain_gap; those of the store.
  Result<bool> take_stick(Book& book, StickRead::Content content);
  // One is being folded, or waits for that.
  bool on_stick() const { return !sticks_.empty() || (folding_ && folding_->of_stick); }
  // What is left of it is read again: the transaction that it was taken or folded in did not stand.
  void drop_stick() { sticks_.clear(); }

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
  std::uint64_t bytes_per_second() const { return pace_.up(); }
  // A new box takes the office's records: how many it has and how many are to come; nothing once it has them.
  struct Progress {
    std::uint64_t taken = 0, left = 0;
  };
  const std::optional<Progress>& progress() const { return progress_; }
  // Operations that the centre would not take, by epoch: they rest, for longer each time, and block no other (P15).
  struct Refusal {
    std::uint64_t seq = 0;  // the first of them
    std::string code;
    std::int64_t until_ms = 0;
    int times = 0;
  };
  const std::map<std::string, Refusal, std::less<>>& refusals() const { return refusals_; }

 private:
  // A round under way.
  struct Flight {
    bool push = false;
    std::map<std::string, std::uint64_t, std::less<>> stated;        // how far it said that the centre has each epoch
    std::map<std::string, std::uint64_t, std::less<>> carried = {};  // the last operation of each that it took along
    HandBack back = {};
    std::optional<exchange::Opened> opened = {};  // what it said of a fork that was settled
  };
  struct Folding {
    exchange::Received received;
    Flight flight;
    bool begun = false;
    bool misfit = false;                                // a patch that cannot be read here
    bool lacks = false;                                 // an own operation is not here
    std::size_t document = 0, snapshot = 0, entry = 0;  // next to fold
    bool of_stick = false;
  };
  // Lines from the place that `from` names on.
  Result<void> add_lines(Book& book, const store::EpochMarks& epoch, std::uint64_t from, exchange::Outbox& outbox,
                         std::size_t& budget);
  Result<void> mark_sent(Book& book, const exchange::Request& request, Flight& flight);
  Result<void> add_wishes(Book& book, exchange::Request& request);
  SendExchange take_off(exchange::Request request, Flight flight);
  bool rests(const std::string& epoch) const;
  static std::int64_t next_rest_ms(int& times);  // longer each time
  void note_refused(const exchange::Answer& answer);
  static std::uint64_t taken(const exchange::Answer& answer, const Flight& flight, const std::string& epoch);
  static Result<std::vector<exchange::Tail>> stick_tails(Book& book, StickMarks& marks);
  static Result<WriteStick> with_wishes(Book& book, WriteStick piece);
  static Result<void> hold_files(Book& book, const std::vector<std::string>& hashes);
  Result<bool> judge_stick(Book& book);
  Result<void> begin_stick(Book& book);
  Result<void> fold_receipts(Book& book, const exchange::Answer& answer, const Flight& flight);
  Result<void> fold_snapshots(Book& book, std::size_t& left, std::vector<std::string>& changed);
  Result<void> fold_document(Book& book, exchange::Document document);
  Result<std::optional<exchange::Document>> join(Book& book, exchange::Document piece);
  void end_take(const exchange::Answer& answer, exchange::Cursors& at, const store::Cursor& before);
  Result<void> begin_fold(Book& book);
  Result<void> fold_tail(Book& book);
  Result<void> fold_documents(Book& book, std::size_t& left);
  Result<void> fold_entries(Book& book, std::size_t& left, std::vector<std::string>& changed);
  Result<void> end_fold(Book& book);
  // An error of the store is passed on; any other is noted.
  Result<void> bear(const Error& error);
  void turn(LinkState state, std::int64_t now_ms);
  Result<std::optional<store::Attachment>> next_file(Book& book, std::int64_t now_ms);
  void rest(const std::string& hash, std::int64_t now_ms);

  seal::SigningKey key_;
  seal::Entropy entropy_;
  exchange::Pace pace_;
  std::uint64_t round_ = 0;
  std::map<std::uint64_t, Flight> flights_;  // by round; at most one that is no push
  bool hurried_ = true, more_ = false;
  bool all_sent_ = false;        // nothing is left for a push
  bool whole_ = false;           // documents are asked for whole
  bool contents_ = false;        // own operations are asked for with their content
  std::uint64_t gone_turn_ = 0;  // of what is lost of the log
  int failures_ = 0;
  std::int64_t pause_ms_ = 0;  // after the last failure
  LinkState state_ = LinkState::offline;
  std::int64_t since_ms_ = 0, last_ms_ = 0, tried_ms_ = 0, now_ms_ = 0;
  std::int64_t safe_asked_ms_ = INT64_MIN / 2;
  std::uint64_t sent_ = 0;
  std::set<exchange::Feed> parted_;  // feeds of which the centre wants to know where the two last agreed
  std::optional<exchange::Take> take_;
  bool taken_ = false;
  std::optional<Progress> progress_;
  std::map<std::string, Refusal, std::less<>> refusals_;
  std::optional<Folding> folding_;
  std::deque<exchange::Received> sticks_;  // answers from a stick, in order
  exchange::BundleHead stick_head_;        // of them
  bool stick_begun_ = false;               // the first of them
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

// Of store::Documents: what has come of a long document, by feed.
inline constexpr std::string_view part_kind = "part";
inline constexpr std::size_t fold_entries_max = 256;
inline constexpr std::int64_t idle_ms = 15'000, unsettled_ms = 5'000, unsent_ms = 1'000;
inline constexpr std::int64_t retry_ms_min = 1'000, retry_ms_max = 60'000;
inline constexpr std::int64_t retry_after_ms_max = 15 * 60'000;  // of what the centre itself asks for
inline constexpr std::int64_t safe_every_ms = 3'600'000;
inline constexpr std::int64_t safe_awaited_every_ms = 60'000;  // while what was ordered away waits for a copy
inline constexpr std::size_t refusals_max = 256;
inline constexpr std::size_t stick_piece_bytes = 4 << 20;    // of lines, read in one drain
inline constexpr std::size_t stick_answer_bytes = 12 << 20;  // of one answer on it
inline constexpr std::size_t stick_files_max = 4'096;
inline constexpr std::int64_t rest_ms_min = 5'000, rest_ms_max = 15 * 60'000;  // of a file that was refused
inline constexpr int rest_doublings_max = 8;
inline constexpr std::size_t resting_max = 256;

}  // namespace karvan::core
