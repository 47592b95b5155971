#include "storage/model/json_text.h"
#include "storage/model/record.h"

namespace karvan::model {
namespace {

// A thing's members, identities, names and punctuation in the record's text, beside its own words.
constexpr std::size_t each_bytes = 192;

// As JSON writes it: whoever may choose the words may choose control characters.
std::size_t written(std::string_view text) {
  if (json::is_plain(text)) return text.size();
  std::size_t bytes = 0;
  for (const char c : text) bytes += static_cast<unsigned char>(c) < ' ' ? 6 : c == '"' || c == '\\' ? 2 : 1;
  return bytes;
}

// In a class, so that each sees all the others.
struct Scale {
  static std::size_t weight(const Candidate& candidate) { return written(candidate.value) + each_bytes; }
  static std::size_t weight(const Said& said) { return written(said.value) + each_bytes; }
  static std::size_t weight(const Member& member) { return written(member.value) + each_bytes; }

  template <class T>
  static std::size_t sum(const std::vector<T>& all) {
    std::size_t bytes = 0;
    for (const auto& one : all) bytes += weight(one);
    return bytes;
  }

  static std::size_t weight(const Post& post) {
    return each_bytes + written(post.reason) + written(post.shift) + written(post.line);
  }
  static std::size_t weight(const Attached& act) {
    return each_bytes + written(act.name) + written(act.media) + written(act.exception);
  }
  static std::size_t weight(const Shown& act) {
    return each_bytes + written(act.role) + written(act.name) + written(act.reason) + written(act.of);
  }
  static std::size_t weight(const Resolved& act) {
    std::size_t bytes = each_bytes + written(act.value) + written(act.reason);
    for (const auto& writer : act.seen) bytes += written(writer) + 4;
    return bytes;
  }
  static std::size_t weight(const Returned& act) { return each_bytes + written(act.reason) + act.reopens.size() * 32; }
  static std::size_t weight(const Decided& act) { return each_bytes + written(act.reason) + written(act.reference); }
  static std::size_t weight(const HandedOver& act) {
    return each_bytes + written(act.recipient) + written(act.relation) + written(act.shown);
  }
  static std::size_t weight(const Closed& act) { return each_bytes + written(act.reason); }
  static std::size_t weight(const Settled& act) { return each_bytes + written(act.what) + written(act.reason); }
  static std::size_t weight(const Erase& act) {
    std::size_t bytes = each_bytes + written(act.reason);
    for (const auto& field : act.fields) bytes += written(field) + 4;
    return bytes;
  }
  static std::size_t weight(const Sheet& act) { return each_bytes + written(act.digest) + written(act.signature); }
  static std::size_t weight(const LeaseEnd& act) { return each_bytes + act.gaps.size() * 40; }

  template <class Act>
  static std::size_t weight(const Dated<Act>& dated) {
    return weight(dated.act) + each_bytes;
  }
  template <class Act>
  static std::size_t weight(const std::optional<Act>& act) {
    return act ? weight(*act) : 0;
  }

  static std::size_t weight(const Field& field) {
    return each_bytes + written(field.value) + sum(field.candidates) + sum(field.replaced) + sum(field.members) +
           sum(field.earlier);
  }

  static std::size_t weight(const Alarm& alarm) { return each_bytes + written(alarm.what) + weight(alarm.settled); }
  static std::size_t weight(const Posting& posting) { return weight(posting.post); }
  static std::size_t weight(const Document& document) {
    std::size_t bytes = each_bytes + written(document.reason);
    for (const auto& print : document.prints) bytes += written(print) + 4;
    return bytes;
  }
  static std::size_t weight(const Milestone& milestone) { return each_bytes + written(milestone.stage); }
  static std::size_t weight(const Return& each) { return weight(each.returned); }
  static std::size_t weight(const Resolution& each) { return weight(each.resolved) + sum(each.among); }
};

}  // namespace

std::size_t weight_of(const Record& record) {
  std::size_t bytes = each_bytes;
  for (const auto& [name, field] : record.fields) bytes += written(name) + Scale::weight(field);
  for (const auto& id : record.waiting) bytes += written(id) + 4;
  return bytes + Scale::sum(record.postings) + Scale::sum(record.documents) + Scale::sum(record.milestones) +
         Scale::sum(record.early) + Scale::sum(record.attachments) + Scale::sum(record.shown) +
         Scale::sum(record.returns) + Scale::sum(record.resolutions) + Scale::sum(record.decisions) +
         Scale::sum(record.handed_over) + Scale::sum(record.sheets) + Scale::weight(record.closed) +
         Scale::weight(record.lease) + Scale::sum(record.settled) + Scale::sum(record.erased) +
         Scale::sum(record.alarms);
}

std::size_t weight_of(const Op& op) {
  std::size_t bytes = each_bytes;
  for (const auto& [name, value] : op.set) bytes += written(name) + written(value) + 2 * each_bytes;
  for (const auto& act : op.add) bytes += written(act.value) + each_bytes;
  for (const auto& attached : op.attach) bytes += Scale::weight(attached) + each_bytes;
  for (const auto& shown : op.shown) bytes += Scale::weight(shown) + each_bytes;
  auto add = [&](const auto& act) { bytes += act ? Scale::weight(*act) + each_bytes : 0; };
  add(op.returned), add(op.resolve), add(op.closed), add(op.settled), add(op.erase);
  add(op.post), add(op.decided), add(op.handed_over), add(op.sheet), add(op.lease);
  bytes += written(op.advance);
  if (op.voided) bytes += written(op.voided->reason) + each_bytes;
  if (op.printed) bytes += written(op.printed->outcome) + each_bytes;
  return bytes;
}

}  // namespace karvan::model
