#include "sync/exchange/codec.h"
#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr std::size_t kinds_max = 64;

void write_batch(const Batch& batch, std::string& text) {
  const Run& run = batch.run;
  json::object o{{"after", write_point(run.after)}, {"ops", run.lines.size()}};
  if (run.prior) o["prior"] = write_point(*run.prior);
  text += json::write(json::object{{"batch", std::move(o)}}) + "\n";
  for (const auto& line : run.lines) text += line + "\n";
  text += json::write(json::object{{"head", batch.head}}) + "\n";
}

Result<Batch> read_batch(Lines& lines) {
  TRY(auto opening, control(lines));
  TRY(auto o, json::object_at(opening, "batch"));
  TRY(auto ops, count_at(*o, "ops", ops_in_batch_max));
  if (!o->contains("after") || ops == 0) return malformed("batch");
  Batch batch;
  TRY(batch.run.after, read_point(o->at("after")));
  if (const auto* prior = o->if_contains("prior")) {
    TRY(batch.run.prior, read_point(*prior));
  }
  batch.run.lines.reserve(ops);
  for (std::uint64_t i = 0; i < ops; ++i) {
    TRY(auto line, lines.line());
    batch.run.lines.emplace_back(line);
  }
  TRY(auto closing, control(lines));
  TRY(batch.head, json::string_at(closing, "head"));
  return batch;
}

Result<void> read_cursors(const json::object& header, Cursors& cursors) {
  cursors.centre_epoch = json::string_or(header, "centre");
  if (!cursors.centre_epoch.empty() && !sound_name(cursors.centre_epoch)) return malformed("centre");
  TRY(auto at, json::array_at(header, "at"));
  if (at->size() != 3) return malformed("at");
  std::uint64_t* into[] = {&cursors.office, &cursors.node, &cursors.reference};
  for (std::size_t i = 0; i < at->size(); ++i) {
    const json::value& value = (*at)[i];
    if (!value.is_int64() || value.get_int64() < 0) return malformed("at");
    *into[i] = static_cast<std::uint64_t>(value.get_int64());
  }
  return {};
}

Result<std::vector<std::string>> read_kinds(const json::object& header) {
  std::vector<std::string> kinds;
  if (!header.contains("low")) return kinds;
  TRY(auto list, json::array_at(header, "low"));
  if (list->size() > kinds_max) return malformed("low");
  for (const auto& kind : *list) {
    if (!kind.is_string() || !sound_name(kind.get_string())) return malformed("low");
    kinds.emplace_back(kind.get_string());
  }
  return kinds;
}

}  // namespace

std::string write_request(const Request& request) {
  const Cursors& at = request.cursors;
  json::object header{{"karvan", request.v}, {"node", request.node}};
  if (!at.centre_epoch.empty()) header["centre"] = at.centre_epoch;
  header["at"] = json::array{at.office, at.node, at.reference};
  if (!request.known.empty()) {
    json::array known;
    for (const auto& point : request.known) known.push_back(write_point(point));
    header["known"] = std::move(known);
  }
  if (!request.low.empty()) header["low"] = json::array(request.low.begin(), request.low.end());
  if (request.answer_bytes_max != Request{}.answer_bytes_max) header["max"] = request.answer_bytes_max;
  if (request.patches) header["patches"] = true;
  std::string text = json::write(header) + "\n";
  for (const auto& batch : request.batches) write_batch(batch, text);
  return text;
}

Result<Request> parse_request(std::string_view plain) {
  Lines lines(plain);
  TRY(auto header, control(lines));
  TRY_VOID(known_version(header));
  Request request;
  TRY(request.node, name_at(header, "node"));
  TRY_VOID(read_cursors(header, request.cursors));
  TRY(request.known, read_points(header, "known"));
  TRY(request.low, read_kinds(header));
  if (header.contains("max")) {
    TRY(request.answer_bytes_max, count_at(header, "max"));
  }
  request.patches = json::bool_or(header, "patches");
  while (!lines.done()) {
    if (request.batches.size() == batches_max) return malformed("too many batches");
    TRY(auto batch, read_batch(lines));
    request.batches.push_back(std::move(batch));
  }
  return request;
}

Result<Request> decode_request(std::string_view packed) {
  TRY(auto plain, unpack(packed));
  return parse_request(plain);
}

}  // namespace karvan::exchange
