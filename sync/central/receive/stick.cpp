#include "sync/central/receive/stick.h"

#include <algorithm>

#include "storage/seal/agree.h"
#include "sync/central/store/awaited.h"
#include "sync/central/store/records.h"
#include "sync/central/store/settled.h"
#include "sync/exchange/codec.h"

namespace karvan::central {
namespace {

// What cannot be read was damaged on its way.
Error told(const Error& error) {
  if (error.code != Code::malformed) return error;
  return {Code::seal_broken, error.args, error.where};
}

// One attachment as it comes. What it gets wrong concerns it alone.
class Incoming {
 public:
  Incoming(Uploads& uploads, std::string node, std::string hash, std::uint64_t size, std::int64_t now_ms)
      : uploads_(uploads), node_(std::move(node)), hash_(std::move(hash)), size_(size), now_ms_(now_ms) {
    auto row = uploads_.create(node_, hash_, size_, now_ms_);
    if (!row) error_ = row.error();
    if (row) offset_ = row->whole ? size_ : row->offset;
    skip_ = offset_;
  }

  void take(std::string_view bytes) {
    const auto known = std::min<std::uint64_t>(skip_, bytes.size());
    skip_ -= known;
    held_.append(bytes.substr(known));
    const auto most = uploads_.limits().piece_bytes_max;
    while (held_.size() >= most) put(most);
  }

  // An error of the store is the caller's.
  Result<void> end(TakenStick& stick) {
    if (!held_.empty()) put(held_.size());
    if (!error_) stick.files.insert(hash_);
    if (!error_) return {};
    if (of_the_store(error_->code) && error_->code != Code::disk_full && error_->code != Code::busy)
      return tl::unexpected(*error_);
    stick.files_refused.emplace(hash_, error_->code);
    return {};
  }

 private:
  void put(std::size_t bytes) {
    auto piece = held_.substr(0, bytes);
    held_.erase(0, bytes);
    if (error_) return;
    auto row = uploads_.append(node_, hash_, offset_, piece, now_ms_);
    if (!row) error_ = row.error();
    offset_ += piece.size();
  }

  Uploads& uploads_;
  std::string node_, hash_, held_;
  std::uint64_t size_, offset_ = 0, skip_ = 0;
  std::int64_t now_ms_;
  std::optional<Error> error_;
};

class Taker : public exchange::BundleSink {
 public:
  Taker(Files& files, const Keys& keys, const StickPlace& place, std::int64_t now_ms)
      : files_(files), receiver_(files, keys, place.admit), uploads_(files, place.attachments), now_ms_(now_ms) {}

  Result<void> open() { return uploads_.open(now_ms_); }

  Result<void> head(const exchange::BundleHead& head) override {
    if (head.kind != exchange::BundleKind::work) return fail(Code::key_wrong, {{"node", head.node}});
    TRY(auto node, Nodes(files_.inbox).get(head.node));
    if (!node || node->fingerprint.empty()) return fail(Code::not_enrolled, {{"node", head.node}});
    stick.node = std::move(*node);
    stick.head = head;
    return {};
  }

  Result<void> message(std::string packed) override {
    TRY_VOID(end_file());
    TRY(auto taken, receiver_.accept(stick.node.name, packed, now_ms_, Way::stick));
    for (const auto& batch : taken.batches) {
      stick.epochs.insert(batch.run.after.epoch);
      stick.operations += batch.run.lines.size();
    }
    auto refused = std::move(stick.asked.refused);
    refused.insert(refused.end(), taken.refused.begin(), taken.refused.end());
    stick.asked = std::move(taken);
    stick.asked.refused = std::move(refused);
    return {};
  }

  Result<void> file(const std::string& hash, std::uint64_t size) override {
    TRY_VOID(end_file());
    incoming_.emplace(uploads_, stick.node.name, hash, size, now_ms_);
    return {};
  }
  Result<void> piece(std::string_view bytes) override {
    incoming_->take(bytes);
    return {};
  }
  Result<void> here(std::vector<std::string>) override { return {}; }

  Result<void> end_file() {
    if (!incoming_) return {};
    auto done = incoming_->end(stick);
    incoming_.reset();
    return done;
  }

  // By the box that is enrolled now, or one before it.
  Result<void> finish(exchange::BundleReader& reader) {
    TRY_VOID(end_file());
    TRY(auto texts, Nodes(files_.inbox).keys_of(stick.node.name));
    std::vector<seal::VerifyingKey> signers;
    for (const auto& text : texts) {
      TRY(auto key, seal::parse_verifying_key(text));
      signers.push_back(std::move(key));
    }
    TRY(const auto which, reader.finish(signers));
    stick.head_key = texts.at(which);
    return {};
  }

  TakenStick stick;

 private:
  Files& files_;
  Receiver receiver_;
  Uploads uploads_;
  std::int64_t now_ms_;
  std::optional<Incoming> incoming_;
};

// A node that has said nothing yet has nothing to be answered.
bool asked_anything(const TakenStick& stick) { return !stick.asked.node.empty(); }

}  // namespace

Result<TakenStick> take_stick(Files& files, const Keys& keys, const StickPlace& place,
                              const std::function<Result<std::string>()>& next, std::int64_t now_ms) {
  Taker taker(files, keys, place, now_ms);
  TRY_VOID(taker.open());
  exchange::BundleReader reader(taker);
  auto opener = seal::read_with_identity(place.identity);
  const auto read = [&](const Result<std::string>& plain) -> Result<void> {
    if (!plain) return tl::unexpected(told(plain.error()));
    auto done = reader.append(*plain);
    if (!done) return tl::unexpected(told(done.error()));
    return {};
  };
  while (true) {
    TRY(auto sealed, next());
    if (sealed.empty()) break;
    TRY_VOID(read(opener->append(sealed)));
  }
  TRY_VOID(read(opener->finish()));
  auto done = taker.finish(reader);
  if (!done) return tl::unexpected(told(done.error()));
  if (!asked_anything(taker.stick)) return fail(Code::seal_broken, {}, "bundle: it asks for nothing");
  return std::move(taker.stick);
}

Result<bool> settled(Files& files, const TakenStick& stick) {
  for (const auto& epoch : stick.epochs) {
    TRY(const auto row, Inbox(files.inbox).epoch(stick.node.name, epoch));
    if (!row) continue;
    TRY(const bool whole, is_settled(files, *row));
    if (!whole) return false;
  }
  for (const auto& hash : stick.files) {
    TRY(const auto waiting, Awaited(files.records).of_file(hash));
    if (!waiting.empty()) return false;
  }
  TRY(const bool more, Records(files.records).any_todo(stick.node.office));
  return !more;
}

Result<std::string> answer_stick(Files& files, const Keys& keys, const TakenStick& stick,
                                 const seal::Entropy& entropy) {
  if (stick.replaced()) return fail(Code::not_enrolled, {{"node", stick.node.name}}, "the box was replaced");
  TRY(auto key, seal::parse_verifying_key(stick.node.head_key));
  TRY(auto recipient, seal::age_recipient_of(key));
  TRY(auto sealer, seal::seal_to_recipient(recipient, entropy));
  exchange::BundleWriter bundle;
  std::string sealed =
      sealer->append(bundle.begin({exchange::BundleKind::answer, stick.node.name, stick.head.epoch, stick.asked.cursors,
                                   stick.asked.take ? stick.asked.take->after : ""}));
  sealed += sealer->append(bundle.here({stick.files.begin(), stick.files.end()}));
  Receiver receiver(files, keys);
  Accepted asked = stick.asked;
  std::size_t bytes = 0;
  for (std::size_t n = 0; n < exchange::bundle_messages_max && bytes < stick_answers_bytes_max; ++n) {
    TRY(auto body, receiver.answer(asked));
    bytes += body.size();
    sealed += sealer->append(bundle.message(body));
    TRY(auto received, exchange::read(body, asked, seal::verifying(keys.signing)));
    if (!received.answer.more) break;
    Accepted next;
    static_cast<exchange::Request&>(next) = exchange::follow(asked, received.answer, received.checkpoint);
    if (next.cursors == asked.cursors && next.take == asked.take && next.part == asked.part) break;
    next.of_other = asked.of_other;
    asked = std::move(next);
  }
  sealed += sealer->append(bundle.end(keys.signing));
  return sealed + sealer->finish();
}

}  // namespace karvan::central
