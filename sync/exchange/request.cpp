#include <algorithm>

#include "sync/exchange/codec.h"
#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr std::size_t speaks_max = 16;
constexpr std::size_t record_id_bytes_max = 256;

void write_batch(const Batch& batch, std::string& text) {
  const Run& run = batch.run;
  json::object o{{"after", write_point(run.after)}, {"lines", run.lines.size()}};
  if (run.prior) o["prior"] = write_point(*run.prior);
  text += json::write(json::object{{"batch", std::move(o)}}) + "\n";
  for (const auto& line : run.lines) (text += line) += '\n';
  text += json::write(json::object{{"head", batch.head}}) + "\n";
}

Result<Batch> read_batch(const json::object& o, Lines& lines) {
  TRY(auto count, count_at(o, "lines", ops_in_batch_max));
  if (!o.contains("after") || count == 0) return malformed("batch");
  Batch batch;
  TRY(batch.run.after, read_point(o.at("after")));
  if (const auto* prior = o.if_contains("prior")) {
    TRY(batch.run.prior, read_point(*prior));
  }
  batch.run.lines.reserve(count);
  for (; count > 0; --count) {
    TRY(auto line, lines.line());
    batch.run.lines.emplace_back(line);
  }
  TRY(auto closing, control(lines));
  if (closing.kind != "head" || !closing.value.is_string()) return malformed("head");
  batch.head = std::string(closing.value.get_string());
  return batch;
}

Result<void> read_speaks(const json::object& header, Request& request) {
  request.speaks = {request.v};
  if (!header.contains("speaks")) return {};
  TRY(auto list, json::array_at(header, "speaks"));
  if (list->empty() || list->size() > speaks_max) return malformed("speaks");
  request.speaks.clear();
  for (const auto& value : *list) {
    if (!value.is_int64() || value.get_int64() < 1 || value.get_int64() > INT32_MAX) return malformed("speaks");
    request.speaks.push_back(static_cast<int>(value.get_int64()));
  }
  // An answer is written in the highest that both know: here there is one.
  if (std::find(request.speaks.begin(), request.speaks.end(), version) != request.speaks.end()) return {};
  return fail(Code::version_unknown, {{"known", std::to_string(version)}});
}

json::array write_want(const std::vector<Want>& wants) {
  json::array list;
  for (const auto& want : wants) list.push_back(json::array{want.kind, want.held, want.per_day});
  return list;
}

Result<std::vector<Want>> read_want(const json::object& header) {
  std::vector<Want> wants;
  if (!header.contains("want")) return wants;
  TRY(auto list, json::array_at(header, "want"));
  if (list->size() > kinds_max) return malformed("want");
  for (const auto& value : *list) {
    const auto* parts = value.if_array();
    const bool sound = parts && parts->size() == 3 && (*parts)[0].is_string() && sound_name((*parts)[0].get_string()) &&
                       (*parts)[1].is_int64() && (*parts)[1].get_int64() >= 0 && (*parts)[2].is_int64() &&
                       (*parts)[2].get_int64() >= 0;
    if (!sound) return malformed("want");
    wants.push_back({std::string((*parts)[0].get_string()), static_cast<std::uint64_t>((*parts)[1].get_int64()),
                     static_cast<std::uint64_t>((*parts)[2].get_int64())});
  }
  return wants;
}

bool sound_record(std::string_view id) { return id.size() <= record_id_bytes_max; }

json::object write_take(const Take& take) {
  json::object o;
  if (take.from.at > 0) o["from"] = json::array{take.from.at, take.from.hash};
  if (!take.after.empty()) o["after"] = take.after;
  return o;
}

Result<std::optional<Take>> read_take(const json::object& header) {
  if (!header.contains("take")) return std::nullopt;
  TRY(auto o, json::object_at(header, "take"));
  Take take;
  take.after = json::string_or(*o, "after");
  if (const auto* from = o->if_contains("from")) {
    TRY(take.from, read_mark(*from));
  }
  if (!sound_record(take.after)) return malformed("take");
  return take;
}

Result<std::vector<std::string>> read_fetch(const json::object& header) {
  std::vector<std::string> ids;
  if (!header.contains("fetch")) return ids;
  TRY(auto list, json::array_at(header, "fetch"));
  if (list->size() > fetch_max) return malformed("fetch");
  for (const auto& id : *list) {
    if (!id.is_string() || id.get_string().empty() || !sound_record(id.get_string())) return malformed("fetch");
    ids.emplace_back(id.get_string());
  }
  return ids;
}

Result<std::optional<Part>> read_part(const json::object& header) {
  if (!header.contains("part")) return std::nullopt;
  TRY(auto o, json::object_at(header, "part"));
  Part part;
  TRY(auto feed, json::string_at(*o, "feed"));
  TRY(part.feed, feed_named(feed));
  TRY(part.at, count_at(*o, "at"));
  TRY(part.have, count_at(*o, "have", document_bytes_max));
  return part;
}

Result<Trail> read_way_back(const json::object& header) {
  Trail trail;
  if (!header.contains("back")) return trail;
  TRY(auto o, json::object_at(header, "back"));
  TRY(trail.office, read_trail(*o, "office"));
  TRY(trail.node, read_trail(*o, "node"));
  TRY(trail.reference, read_trail(*o, "reference"));
  return trail;
}

std::optional<Opened> read_opened(const json::object& header) {
  const auto* pair = header.contains("opened") ? header.at("opened").if_array() : nullptr;
  const bool sound = pair && pair->size() == 2 && (*pair)[0].is_string() && sound_name((*pair)[0].get_string()) &&
                     (*pair)[1].is_string() && sound_name((*pair)[1].get_string());
  if (!sound) return std::nullopt;
  return Opened{std::string((*pair)[0].get_string()), std::string((*pair)[1].get_string())};
}

// What is asked for beyond the feeds' going on.
void write_wishes(const Request& request, json::object& header) {
  if (!request.want.empty()) header["want"] = write_want(request.want);
  if (request.answer_bytes_max != Request{}.answer_bytes_max) header["max"] = request.answer_bytes_max;
  if (request.patches) header["patches"] = true;
  if (request.safe) header["safe"] = true;
  if (request.contents) header["contents"] = true;
  if (request.take) header["take"] = write_take(*request.take);
  if (!request.fetch.empty()) header["fetch"] = json::array(request.fetch.begin(), request.fetch.end());
  if (request.part)
    header["part"] =
        json::object{{"feed", name_of(request.part->feed)}, {"at", request.part->at}, {"have", request.part->have}};
  if (!request.back.empty())
    header["back"] = json::object{{"office", write_trail(request.back.office)},
                                  {"node", write_trail(request.back.node)},
                                  {"reference", write_trail(request.back.reference)}};
}

Result<void> read_wishes(const json::object& header, Request& request) {
  TRY(request.want, read_want(header));
  if (header.contains("max")) {
    TRY(request.answer_bytes_max, count_at(header, "max"));
  }
  request.patches = json::bool_or(header, "patches");
  request.safe = json::bool_or(header, "safe");
  request.contents = json::bool_or(header, "contents");
  TRY(request.take, read_take(header));
  TRY(request.fetch, read_fetch(header));
  TRY(request.part, read_part(header));
  TRY(request.back, read_way_back(header));
  return {};
}

void write_tail(const Tail& tail, std::string& text) {
  json::object o{{"kind", tail.kind}, {"note", tail.note.size()}, {"bytes", tail.note.size() + tail.body.size()}};
  text += json::write(json::object{{"tail", std::move(o)}}) + "\n" + tail.note + tail.body + "\n";
}

Result<void> read_tail(const json::object& o, Lines& lines, Request& request) {
  if (request.tail.size() == tails_max) return malformed("tail");
  Tail tail;
  TRY(tail.kind, name_at(o, "kind"));
  TRY(auto bytes, count_at(o, "bytes", document_bytes_max));
  TRY(auto note, count_at(o, "note", bytes));
  TRY(auto block, lines.block(bytes));
  tail.note = block.substr(0, note);
  tail.body = block.substr(note);
  request.tail.push_back(std::move(tail));
  return {};
}

Result<void> read_piece(Lines& lines, Request& request) {
  TRY(auto opening, control(lines));
  if (opening.kind == "tail") {
    TRY(auto o, members(opening));
    return read_tail(*o, lines, request);
  }
  if (opening.kind == "gone" && opening.value.is_string()) {
    request.gone = std::string(opening.value.get_string());
    return {};
  }
  if (opening.kind != "batch") return skip(opening, lines);
  TRY(auto o, members(opening));
  if (request.batches.size() == batches_max) return malformed("too many batches");
  TRY(auto batch, read_batch(*o, lines));
  request.batches.push_back(std::move(batch));
  return {};
}

std::size_t bytes_of_lines(const Request& request) {
  std::size_t bytes = 0;
  for (const auto& batch : request.batches)
    for (const auto& line : batch.run.lines) bytes += line.size() + 1;
  return bytes;
}

}  // namespace

std::string write_request(const Request& request) {
  const Cursors& at = request.cursors;
  json::object header{{"karvan", request.v}};
  if (request.speaks != std::vector{request.v})
    header["speaks"] = json::array(request.speaks.begin(), request.speaks.end());
  header["node"] = request.node;
  if (!at.centre_epoch.empty()) header["centre"] = at.centre_epoch;
  header["at"] = write_positions(at);
  write_marks(at, "marks", header);
  if (!request.known.empty()) {
    json::array known;
    for (const auto& point : request.known) known.push_back(write_point(point));
    header["known"] = std::move(known);
  }
  if (request.opened) header["opened"] = json::array{request.opened->code, request.opened->epoch};
  write_wishes(request, header);
  std::string text = json::write(header) + "\n";
  constexpr std::size_t head_bytes = 1'024;  // of a batch, about
  text.reserve(text.size() + bytes_of_lines(request) + request.batches.size() * head_bytes);
  if (!request.gone.empty()) text += json::write(json::object{{"gone", request.gone}}) + "\n";
  for (const auto& tail : request.tail) write_tail(tail, text);
  for (const auto& batch : request.batches) write_batch(batch, text);
  return text;
}

Result<Request> parse_request(std::string_view plain) {
  Lines lines(plain);
  TRY(auto first, header(lines));
  TRY_VOID(known_version(first));
  Request request;
  TRY_VOID(read_speaks(first, request));
  TRY(request.node, name_at(first, "node"));
  request.cursors.centre_epoch = json::string_or(first, "centre");
  if (!request.cursors.centre_epoch.empty() && !sound_name(request.cursors.centre_epoch)) return malformed("centre");
  TRY_VOID(read_positions(first, "at", request.cursors));
  TRY_VOID(read_marks(first, "marks", request.cursors));
  TRY(request.known, read_points(first, "known"));
  request.opened = read_opened(first);
  TRY_VOID(read_wishes(first, request));
  while (!lines.done()) TRY_VOID(read_piece(lines, request));
  return request;
}

Result<Request> decode_request(std::string_view packed) {
  TRY(auto plain, unpack(packed));
  return parse_request(plain);
}

}  // namespace karvan::exchange
