#include "sync/exchange/bundle.h"

#include <algorithm>
#include <array>

#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr auto kinds = std::to_array<std::string_view>({"work", "answer"});
constexpr std::size_t hash_digits = 64;

std::string_view name_of(BundleKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::string note_text(const BundleHead& head, const seal::Digest& digest) {
  return "karvan/bundle/v1\n" + std::string(name_of(head.kind)) + " " + head.node + " " + seal::to_hex(digest) + "\n";
}

std::string write_header(const BundleHead& head) {
  json::object o{{"karvan", version}, {"bundle", name_of(head.kind)}, {"node", head.node}};
  if (!head.epoch.empty()) o["epoch"] = head.epoch;
  if (head.kind == BundleKind::answer) {
    if (!head.from.centre_epoch.empty()) o["centre"] = head.from.centre_epoch;
    o["at"] = write_positions(head.from);
    write_marks(head.from, "marks", o);
    if (!head.after.empty()) o["after"] = head.after;
  }
  return json::write(o) + "\n";
}

Result<BundleHead> read_header(std::string_view line) {
  TRY(auto o, json::parse_object(line, control_bytes_max));
  TRY_VOID(known_version(o));
  BundleHead head;
  TRY(auto kind, json::string_at(o, "bundle"));
  const auto found = std::find(kinds.begin(), kinds.end(), kind);
  if (found == kinds.end()) return malformed("bundle");
  head.kind = static_cast<BundleKind>(found - kinds.begin());
  TRY(head.node, name_at(o, "node"));
  if (o.contains("epoch")) {
    TRY(head.epoch, name_at(o, "epoch"));
  }
  if (head.kind == BundleKind::work) return head;
  if (o.contains("centre")) {
    TRY(head.from.centre_epoch, name_at(o, "centre"));
  }
  TRY_VOID(read_positions(o, "at", head.from));
  TRY_VOID(read_marks(o, "marks", head.from));
  head.after = json::string_or(o, "after");
  return head;
}

bool is_hash(std::string_view text) {
  return text.size() == hash_digits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

Result<std::string> hash_at(const json::object& o, std::string_view key) {
  TRY(auto hash, json::string_at(o, key));
  if (!is_hash(hash)) return malformed("file");
  return hash;
}

Result<std::vector<std::string>> read_here(const json::object& o) {
  TRY(auto list, json::array_at(o, "files"));
  std::vector<std::string> hashes;
  for (const auto& value : *list) {
    if (!value.is_string() || !is_hash(value.get_string())) return malformed("here");
    hashes.emplace_back(value.get_string());
  }
  return hashes;
}

}  // namespace

// ---- writing

std::string BundleWriter::piece(std::string_view bytes) {
  sum_.append(bytes);
  return std::string(bytes);
}

std::string BundleWriter::begin(const BundleHead& head) {
  head_ = head;
  return piece(write_header(head));
}

std::string BundleWriter::message(std::string_view packed) {
  auto line = json::write(json::object{{"message", json::object{{"bytes", packed.size()}}}});
  line += "\n";
  line += packed;
  line += "\n";
  return piece(line);
}

std::string BundleWriter::file(std::string_view hash, std::uint64_t size) {
  return piece(json::write(json::object{{"file", json::object{{"name", hash}, {"bytes", size}}}}) + "\n");
}

std::string BundleWriter::here(const std::vector<std::string>& hashes) {
  std::string text;
  for (std::size_t from = 0; from < hashes.size(); from += here_max) {
    json::array list;
    for (std::size_t i = from; i < std::min(from + here_max, hashes.size()); ++i)
      list.push_back(json::value(hashes[i]));
    text += json::write(json::object{{"here", json::object{{"files", std::move(list)}}}}) + "\n";
  }
  return piece(text);
}

std::string BundleWriter::end(const seal::SigningKey& key) {
  const auto note = seal::sign_note(note_text(head_, sum_.finish()), key);
  return json::write(json::object{{"end", json::object{{"note", note}}}}) + "\n";
}

// ---- reading

Result<void> BundleReader::append(std::string_view plain) {
  while (!plain.empty()) {
    if (!note_.empty()) return malformed("a bundle goes on after its end");
    if (into_ != Into::line) {
      TRY(const auto taken, take_block(plain));
      plain.remove_prefix(taken);
      continue;
    }
    const auto end = plain.find('\n');
    kept_.append(plain.substr(0, end));
    const std::size_t most = lines_ > 0 ? line_bytes_max : control_bytes_max;
    if (kept_.size() > most) return fail(Code::body_too_large, {{"bytes_max", std::to_string(most)}}, "bundle");
    if (end == plain.npos) return {};
    plain.remove_prefix(end + 1);
    const auto line = std::exchange(kept_, {});
    TRY_VOID(take_line(line));
  }
  return {};
}

// All but the last line is signed.
Result<void> BundleReader::take_line(std::string_view line) {
  if (lines_ > 0) {
    --lines_;
  } else if (!begun_) {
    TRY(head_, read_header(line));
    begun_ = true;
    TRY_VOID(sink_->head(head_));
  } else {
    TRY_VOID(take_control(line));
  }
  if (!note_.empty()) return {};
  sum_.append(line);
  sum_.append("\n");
  return {};
}

Result<void> BundleReader::take_control(std::string_view line) {
  const std::string with_end = std::string(line) + "\n";
  Lines lines(with_end);
  TRY(auto opening, control(lines));
  const auto* o = opening.value.if_object();
  if (opening.kind == "end") {
    TRY(auto members_of_end, members(opening));
    TRY(note_, json::string_at(*members_of_end, "note"));
    return note_.empty() ? Result<void>(malformed("end")) : Result<void>{};
  }
  if (opening.kind == "message" && o) {
    TRY(auto bytes, count_at(*o, "bytes", packed_bytes_max));
    if (++messages_ > bundle_messages_max)
      return fail(Code::body_too_large, {{"messages_max", std::to_string(bundle_messages_max)}}, "bundle");
    return open_block(Into::message, bytes);
  }
  if (opening.kind == "file" && o) {
    TRY(auto hash, hash_at(*o, "name"));
    TRY(auto bytes, count_at(*o, "bytes", bundle_file_bytes_max));
    TRY_VOID(sink_->file(hash, bytes));
    return open_block(Into::file, bytes);
  }
  if (opening.kind == "here" && o) {
    TRY(auto hashes, read_here(*o));
    return sink_->here(std::move(hashes));
  }
  if (o && o->contains("lines")) {
    TRY(lines_, count_at(*o, "lines", plain_bytes_max));
  }
  if (!o || !o->contains("bytes")) return {};
  TRY(auto bytes, count_at(*o, "bytes", bundle_bytes_max));
  return open_block(Into::nothing, bytes);
}

// With the newline that closes it.
Result<void> BundleReader::open_block(Into into, std::uint64_t bytes) {
  into_ = into;
  left_ = bytes + 1;
  return {};
}

Result<std::size_t> BundleReader::take_block(std::string_view plain) {
  const auto some = plain.substr(0, std::min<std::uint64_t>(left_, plain.size()));
  left_ -= some.size();
  sum_.append(some);
  const bool last = left_ == 0;
  if (last && some.back() != '\n') return malformed("a block's size");
  const auto bytes = last ? some.substr(0, some.size() - 1) : some;
  if (into_ == Into::message) kept_.append(bytes);
  if (into_ == Into::file && !bytes.empty()) TRY_VOID(sink_->piece(bytes));
  if (last) TRY_VOID(close_block());
  return some.size();
}

Result<void> BundleReader::close_block() {
  const auto into = std::exchange(into_, Into::line);
  if (into != Into::message) return {};
  return sink_->message(std::exchange(kept_, {}));
}

Result<std::size_t> BundleReader::finish(std::span<const seal::VerifyingKey> keys) {
  if (note_.empty()) return fail(Code::seal_broken, {}, "bundle");
  const auto meant = note_text(head_, sum_.finish());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto text = seal::open_note(note_, keys[i]);
    if (text && *text == meant) return i;
  }
  return fail(Code::signature_wrong, {}, "bundle");
}

// ---- what an answer is worth

namespace {

bool reaches(const Cursors& here, std::uint64_t office, std::uint64_t node, std::uint64_t reference) {
  return here.office >= office && here.node >= node && here.reference >= reference;
}

bool same_positions(const Cursors& a, const Cursors& b) {
  return a.office == b.office && a.node == b.node && a.reference == b.reference;
}

}  // namespace

BundleStanding standing_of(const BundleHead& head, const Answer& first, const Checkpoint& last, const Cursors& here) {
  if (head.from.centre_epoch != here.centre_epoch) return BundleStanding::stale;
  const bool same_life = here.centre_epoch.empty() || here.centre_epoch == last.centre_epoch;
  if (same_life && reaches(here, last.office, last.node_feed, last.reference)) return BundleStanding::known;
  if (!reaches(here, head.from.office, head.from.node, head.from.reference)) return BundleStanding::gap;
  const bool from_there_alone = first.from || first.records || !same_life;
  if (from_there_alone && !same_positions(here, head.from)) return BundleStanding::stale;
  return BundleStanding::news;
}

void pass_over(Answer& answer, const Cursors& here) {
  std::erase_if(answer.entries, [&](const Entry& entry) { return entry.at <= here.office; });
  std::erase_if(answer.documents, [&](const Document& document) {
    return document.at <= (document.feed == Feed::node ? here.node : here.reference);
  });
}

Request follow(const Request& asked, const Answer& answer, const Checkpoint& ends) {
  Request next;
  next.node = asked.node;
  next.speaks = asked.speaks;
  next.known = asked.known;
  next.answer_bytes_max = asked.answer_bytes_max;
  next.patches = asked.patches;
  next.contents = asked.contents;
  next.cursors = {ends.centre_epoch, ends.office, ends.node_feed, ends.reference};
  if (!answer.more) return next;
  if (answer.to) next.cursors = *answer.to;
  next.cursors.centre_epoch = ends.centre_epoch;
  if (!answer.documents.empty() && answer.documents.back().of > 0) {
    const auto& piece = answer.documents.back();
    const auto have = piece.from + piece.body.size();
    if (have < piece.of) next.part = Part{piece.feed, piece.at, have};
  }
  if (!answer.records) return next;
  if (answer.records->left > 0) {
    next.take = asked.take;  // documents may have filled the answer before the first record
    if (!answer.snapshots.empty())
      next.take = Take{{answer.records->at, mark_of(answer.records->hash)}, answer.snapshots.back().id};
    next.cursors.office = asked.cursors.office;
    next.cursors.office_hash = asked.cursors.office_hash;
  } else {
    next.cursors.office = answer.records->at;
    next.cursors.office_hash = mark_of(answer.records->hash);
  }
  return next;
}

}  // namespace karvan::exchange
