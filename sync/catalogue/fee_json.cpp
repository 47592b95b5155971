#include "sync/catalogue/parts.h"

namespace karvan::catalogue {

namespace {

constexpr std::int64_t basis_points_max = 1'000'000;
constexpr int decimals_max = 4;

array write_rows(const std::vector<FeeRow>& rows) {
  array out;
  for (const FeeRow& row : rows) out.push_back(object{{"is", write_list(row.is)}, {"minor", row.minor}});
  return out;
}

array write_exemptions(const std::vector<Exemption>& exemptions) {
  array out;
  for (const Exemption& one : exemptions)
    out.push_back(object{{"when", one.when}, {"title", write_strings(one.title)}});
  return out;
}

Result<std::int64_t> minor_in(const object& o) {
  TRY(const std::int64_t minor, json::integer_at(o, "minor"));
  if (minor < 0 || minor > amount_minor_max) return odd("fees");
  return minor;
}

Result<void> read_rows(const object& o, FeeLine& line) {
  TRY(line.by, list_in(o, "by"));
  TRY(auto rows, objects_in(o, "rows"));
  if (rows.size() > fee_rows_max) return odd("fees");
  for (const object* from : rows) {
    FeeRow row;
    TRY(row.is, list_in(*from, "is"));
    TRY(row.minor, minor_in(*from));
    if (row.is.size() != line.by.size()) return odd("fees");
    line.rows.push_back(std::move(row));
  }
  line.otherwise = json::bool_or(o, "otherwise");
  return {};
}

Result<void> read_exemptions(const object& o, FeeLine& line) {
  TRY(auto exemptions, objects_in(o, "exemptions"));
  for (const object* from : exemptions) {
    Exemption one;
    TRY(one.when, json::string_at(*from, "when"));
    TRY(one.title, strings_in(*from, "title"));
    line.exemptions.push_back(std::move(one));
  }
  return {};
}

Result<void> read_surcharge(const object& o, FeeLine& line) {
  if (!o.contains("surcharge")) return {};
  TRY(const object* from, json::object_at(o, "surcharge"));
  TRY(line.surcharge.of, list_in(*from, "of"));
  TRY(line.surcharge.basis_points, json::integer_at(*from, "basis_points"));
  const bool sound = !line.surcharge.of.empty() && line.surcharge.basis_points >= 0;
  if (!sound || line.surcharge.basis_points > basis_points_max) return odd("fees");
  return {};
}

}  // namespace

object write_fee(const FeeLine& f) {
  object out = {{"id", f.id},
                {"title", write_strings(f.title)},
                {"minor", f.amount.minor},
                {"currency", f.amount.currency},
                {"depends_on", write_list(f.depends_on)}};
  put(out, "by", f.by);
  if (!f.rows.empty()) out["rows"] = write_rows(f.rows);
  if (f.otherwise) out["otherwise"] = true;
  put(out, "formula", f.formula);
  if (!f.formula.empty()) out["decimals"] = f.decimals;
  if (!f.surcharge.of.empty())
    out["surcharge"] = object{{"of", write_list(f.surcharge.of)}, {"basis_points", f.surcharge.basis_points}};
  put(out, "when", f.when);
  if (!f.exemptions.empty()) out["exemptions"] = write_exemptions(f.exemptions);
  if (!f.waivable) out["waivable"] = false;
  return out;
}

Result<FeeLine> read_fee(const object& o) {
  FeeLine f;
  TRY(f.id, json::string_at(o, "id"));
  TRY(f.title, strings_in(o, "title"));
  TRY(f.amount.minor, minor_in(o));
  TRY(f.amount.currency, json::string_at(o, "currency"));
  TRY(f.depends_on, list_in(o, "depends_on"));
  TRY_VOID(read_rows(o, f));
  f.formula = json::string_or(o, "formula");
  TRY(f.decimals, whole_in(o, "decimals", f.decimals, 0, decimals_max));
  TRY_VOID(read_surcharge(o, f));
  f.when = json::string_or(o, "when");
  TRY_VOID(read_exemptions(o, f));
  f.waivable = json::bool_or(o, "waivable", true);
  return f;
}

}  // namespace karvan::catalogue
