#include "storage/model/plain_record.h"

#include <algorithm>
#include <array>

#include "storage/model/plain.h"

namespace karvan::model {
namespace {

constexpr auto before_rest =
    std::to_array<std::string_view>({"id", "service", "version", "creator", "created", "actor", "round", "fields",
                                     "postings", "documents", "milestones", "waiting"});

bool take_round(Plain& text, std::uint32_t& round) {
  std::uint64_t number = 0;
  if (!text.number(number)) return false;
  round = static_cast<std::uint32_t>(number);
  return true;
}

bool take_amount(Plain& text, std::int64_t& amount) {
  std::uint64_t number = 0;
  if (!text.number(number)) return false;
  amount = static_cast<std::int64_t>(number);
  return true;
}

// `[`, things that `read` takes, `]`.
template <class Thing, class Read>
bool take_list(Plain& text, std::vector<Thing>& things, Read read) {
  if (!text.sign('[')) return false;
  if (text.sign(']')) return true;
  do {
    if (!read(text, things.emplace_back())) return false;
  } while (text.sign(','));
  return text.sign(']');
}

bool take_text(Plain& text, std::string& out) { return text.text(out); }

bool take_head(Plain& text, Record& record, std::string& actor) {
  const bool begun = text.word("{\"id\":") && text.text(record.id) && text.word(",\"service\":") &&
                     text.text(record.pin.service) && text.word(",\"version\":") && text.text(record.pin.version) &&
                     text.word(",\"creator\":") && text.text(record.creator) && text.word(",\"created\":") &&
                     text.time(record.created);
  if (!begun || (text.word(",\"actor\":") && !text.text(actor))) return false;
  return text.word(",\"round\":") && take_round(text, record.round);
}

// In the order of their names.
bool take_fields(Plain& text, const std::string& actor, PlainRecord& out) {
  auto& record = out.record;
  if (!text.word(",\"fields\":{")) return false;
  if (text.sign('}')) return true;
  do {
    std::string_view name, whole;
    if (!text.text(name) || !text.sign(':')) return false;
    if (!record.fields.empty() && name <= record.fields.rbegin()->first) return false;
    auto& field = record.fields.emplace_hint(record.fields.end(), name, Field{})->second;
    if (text.object(whole)) {
      out.marked.emplace_back(name, whole);
      continue;
    }
    if (!text.text(field.value)) return false;
    field.writer = record.creator;
    field.actor = actor;
    field.time = record.created;
  } while (text.sign(','));
  return text.sign('}');
}

bool take_posting(Plain& text, Posting& posting) {
  auto& post = posting.post;
  const bool begun = text.word("{\"writer\":") && text.text(posting.writer) && text.word(",\"kind\":") &&
                     text.text(post.kind) && text.word(",\"amount\":") && take_amount(text, post.amount.minor) &&
                     text.word(",\"currency\":") && text.text(post.amount.currency) && text.word(",\"tender\":") &&
                     text.text(post.tender) && text.word(",\"shift\":") && text.text(post.shift) &&
                     text.word(",\"reason\":") && text.text(post.reason);
  if (!begun || (text.word(",\"line\":") && !text.text(post.line))) return false;
  posting.suspense = text.word(",\"suspense\":true");
  return text.sign('}');
}

bool take_document(Plain& text, Document& document) {
  return text.word("{\"writer\":") && text.text(document.writer) && text.word(",\"kind\":") &&
         text.text(document.serial.kind) && text.word(",\"number\":") && take_amount(text, document.serial.number) &&
         text.word(",\"state\":") && text.text(document.state) && text.word(",\"reason\":") &&
         text.text(document.reason) && text.word(",\"prints\":") && take_list(text, document.prints, take_text) &&
         text.sign('}');
}

bool take_milestone(Plain& text, Milestone& milestone) {
  return text.word("{\"stage\":") && text.text(milestone.stage) && text.word(",\"time\":") &&
         text.time(milestone.time) && text.word(",\"actor\":") && text.text(milestone.actor) &&
         text.word(",\"writer\":") && text.text(milestone.writer) && text.word(",\"round\":") &&
         take_round(text, milestone.round) && text.sign('}');
}

bool take_lists(Plain& text, Record& record) {
  return text.word(",\"postings\":") && take_list(text, record.postings, take_posting) &&
         text.word(",\"documents\":") && take_list(text, record.documents, take_document) &&
         text.word(",\"milestones\":") && take_list(text, record.milestones, take_milestone) &&
         text.word(",\"waiting\":") && take_list(text, record.waiting, take_text);
}

}  // namespace

bool is_before_rest(std::string_view name) {
  return std::find(before_rest.begin(), before_rest.end(), name) != before_rest.end();
}

std::optional<PlainRecord> read_plain_record(std::string_view text) {
  if (text.size() > record_bytes_max) return std::nullopt;
  Plain left(text);
  std::optional<PlainRecord> out(std::in_place);
  std::string actor;
  if (!take_head(left, out->record, actor) || !take_fields(left, actor, *out) || !take_lists(left, out->record))
    return std::nullopt;
  if (left.sign(',')) {
    out->rest.append("{").append(left.rest());
    return out;
  }
  return left.sign('}') && left.done() ? std::move(out) : std::nullopt;
}

}  // namespace karvan::model
