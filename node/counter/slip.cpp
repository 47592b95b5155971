#include "node/counter/slip.h"

#include <array>
#include <utility>

#include "storage/model/json.h"

namespace karvan::counter {
namespace {

constexpr std::array<std::pair<Paper, std::string_view>, 3> papers = {
    {{Paper::a4, "a4"}, {Paper::a5, "a5"}, {Paper::receipt_80mm, "receipt_80mm"}}};

// The plain text members, in the order in which they are written.
constexpr std::array<std::pair<std::string_view, std::string Slip::*>, 12> texts = {
    {{"kind", &Slip::kind},
     {"language", &Slip::language},
     {"issuer", &Slip::issuer},
     {"title", &Slip::title},
     {"number_label", &Slip::number_label},
     {"number", &Slip::number},
     {"provisional", &Slip::provisional},
     {"statement", &Slip::statement},
     {"declaration", &Slip::declaration},
     {"verbatim", &Slip::verbatim},
     {"credential", &Slip::credential},
     {"qr", &Slip::qr}}};

json::object write_row(const SlipRow& row) {
  json::object o;
  o["label"] = row.label;
  if (!row.value.empty()) o["value"] = row.value;
  if (row.isolate) o["isolate"] = true;
  if (row.strong) o["strong"] = true;
  return o;
}

json::object write_box(const SignatureBox& box) {
  json::object o;
  o["label"] = box.label;
  if (!box.name.empty()) o["name"] = box.name;
  if (!box.thumb.empty()) o["thumb"] = box.thumb;
  return o;
}

Result<std::string> text_of(const json::object& o, std::string_view key) {
  if (!o.contains(key)) return std::string();
  return json::string_at(o, key);
}

Result<SlipRow> parse_row(const json::value& v) {
  const auto* o = v.if_object();
  if (!o) return fail(Code::field_wrong_type, {}, "rows");
  SlipRow row;
  TRY(row.label, text_of(*o, "label"));
  TRY(row.value, text_of(*o, "value"));
  row.isolate = json::bool_or(*o, "isolate");
  row.strong = json::bool_or(*o, "strong");
  return row;
}

Result<SignatureBox> parse_box(const json::value& v) {
  const auto* o = v.if_object();
  if (!o) return fail(Code::field_wrong_type, {}, "signatures");
  SignatureBox box;
  TRY(box.label, text_of(*o, "label"));
  TRY(box.name, text_of(*o, "name"));
  TRY(box.thumb, text_of(*o, "thumb"));
  return box;
}

Result<Paper> parse_paper(std::string_view text) {
  for (const auto& [paper, name] : papers)
    if (name == text) return paper;
  return fail(Code::malformed, {}, "paper");
}

// A member that is a list, or an empty one where it is absent.
Result<json::array> list_of(const json::object& o, std::string_view key, std::size_t size_max) {
  if (!o.contains(key)) return json::array();
  TRY(const auto* list, json::array_at(o, key));
  if (list->size() > size_max) return fail(Code::body_too_large, {}, std::string(key));
  return *list;
}

Result<void> parse_lists(const json::object& o, Slip& slip) {
  TRY(auto rows, list_of(o, "rows", slip_rows_max));
  for (const auto& v : rows) {
    TRY(auto row, parse_row(v));
    slip.rows.push_back(std::move(row));
  }
  TRY(auto signatures, list_of(o, "signatures", slip_signatures_max));
  for (const auto& v : signatures) {
    TRY(auto box, parse_box(v));
    slip.signatures.push_back(std::move(box));
  }
  TRY(auto footer, list_of(o, "footer", slip_rows_max));
  for (const auto& v : footer) {
    if (!v.is_string()) return fail(Code::field_wrong_type, {}, "footer");
    slip.footer.emplace_back(v.get_string());
  }
  return {};
}

}  // namespace

std::string_view name_of(Paper paper) {
  for (const auto& [value, name] : papers)
    if (value == paper) return name;
  return "";
}

std::string write_slip(const Slip& slip) {
  json::object o;
  o["paper"] = name_of(slip.paper);
  for (const auto& [name, member] : texts)
    if (!(slip.*member).empty()) o[name] = slip.*member;
  json::array rows;
  for (const auto& row : slip.rows) rows.push_back(write_row(row));
  if (!rows.empty()) o["rows"] = std::move(rows);
  json::array signatures;
  for (const auto& box : slip.signatures) signatures.push_back(write_box(box));
  if (!signatures.empty()) o["signatures"] = std::move(signatures);
  json::array footer(slip.footer.begin(), slip.footer.end());
  if (!footer.empty()) o["footer"] = std::move(footer);
  return json::write(o);
}

Result<Slip> parse_slip(std::string_view text) {
  TRY(auto o, json::parse_object(text, slip_bytes_max));
  for (auto required : {"kind", "title"})
    if (!o.contains(required)) return fail(Code::field_missing, {}, required);
  Slip slip;
  TRY(slip.paper, parse_paper(json::string_or(o, "paper", "receipt_80mm")));
  for (const auto& [name, member] : texts) {
    TRY(slip.*member, text_of(o, name));
  }
  if (slip.language.empty()) slip.language = "en";
  if (slip.qr.size() > slip_qr_bytes_max) return fail(Code::body_too_large, {}, "qr");
  TRY_VOID(parse_lists(o, slip));
  return slip;
}

}  // namespace karvan::counter
