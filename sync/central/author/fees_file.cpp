#include "sync/central/author/fees_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/central/author/money.h"
#include "sync/form/expression.h"

namespace karvan::central::author {

namespace {

using catalogue::Exemption;
using catalogue::FeeLine;
using catalogue::FeeRow;

constexpr double percent_max = 1000;

class FeeReader {
 public:
  FeeReader(const toml::table& table, const std::vector<FeeLine>& before, const KnownForm& form, Faults& faults)
      : reader_(table, "fee", faults), before_(before), form_(form), faults_(faults) {}

  FeeLine run() {
    line_.id = reader_.text("id");
    if (named(line_.id)) reader_.fault("id", "this id is there twice", "Write another");
    line_.title = reader_.texts("title");
    currency();
    one_kind();
    if (reader_.has("amount")) line_.amount.minor = amount(reader_, "amount");
    if (const auto* t = reader_.table("table")) table(*t);
    line_.formula = xpath(reader_, "formula", false, form_);
    if (const auto* t = reader_.table("surcharge")) surcharge(*t);
    line_.when = xpath(reader_, "when", false, form_);
    for (const auto* t : reader_.tables("exemptions")) exemption(*t);
    line_.waivable = reader_.yes("waivable", true);
    for (const auto& field : reader_.list("depends_on")) {
      check_question(reader_, "depends_on", field, form_);
      depends_on(field);
    }
    reader_.done();
    reads();
    return std::move(line_);
  }

 private:
  bool named(const std::string& id) const {
    return std::any_of(before_.begin(), before_.end(), [&](const FeeLine& line) { return line.id == id; });
  }

  void currency() {
    const std::string code = reader_.text("currency");
    line_.amount.currency = code;
    if (code.empty()) return;
    const auto decimals = decimals_of(code);
    if (!decimals) {
      reader_.fault("currency", "\"" + code + "\" is no currency that Karvan knows",
                    "Write an ISO 4217 code, for example PKR");
    } else if (!before_.empty() && before_.front().amount.currency != code) {
      reader_.fault("currency", "the fees of a service are in two currencies", "Write one currency in all");
    }
    line_.decimals = decimals.value_or(line_.decimals);
  }

  void one_kind() {
    int kinds = 0;
    for (const char* key : {"table", "formula", "surcharge"}) kinds += reader_.has(key);
    const bool fixed = reader_.has("amount");
    if (kinds > 1 || (fixed && (reader_.has("formula") || reader_.has("surcharge")))) {
      reader_.fault("id", "the fee is set in two ways", "Keep one of amount, table, formula, surcharge");
    } else if (kinds == 0 && !fixed) {
      reader_.fault("amount", "this is missing", "Write an amount, or a table, a formula or a surcharge");
    }
    line_.otherwise = fixed && reader_.has("table");
  }

  std::int64_t amount(TomlReader& reader, const std::string& key) {
    const std::string text = reader.text(key);
    if (auto money = parse_money(text, line_.amount.currency)) return money->minor;
    if (!text.empty() && decimals_of(line_.amount.currency))
      reader.fault(key, "\"" + text + "\" is no amount", "Write digits and a point, for example \"200.00\"");
    return 0;
  }

  void table(const toml::table& from) {
    TomlReader reader(from, "fee.table", faults_);
    line_.by = reader.list("by");
    if (line_.by.empty()) reader.fault("by", "the table goes by no question", "Write by = [\"question\"]");
    for (const auto& name : line_.by) check_question(reader, "by", name, form_);
    for (const auto* entry : reader.tables("rows")) row(*entry);
    if (line_.rows.empty())
      reader.fault("rows", "the table has no rows", "Write rows = [{ is = [\"…\"], amount = \"…\" }]");
    if (line_.rows.size() > catalogue::fee_rows_max)
      reader.fault("rows", fmt::format("there are more than {} rows", catalogue::fee_rows_max), "Write a formula");
    reader.done();
    all_choices(reader);
  }

  void row(const toml::table& from) {
    TomlReader reader(from, "fee.table.rows", faults_);
    FeeRow row;
    row.is = reader.list("is");
    row.minor = amount(reader, "amount");
    reader.done();
    if (row.is.size() != line_.by.size()) {
      reader.fault("is", fmt::format("there are {} answers for {} questions", row.is.size(), line_.by.size()),
                   "Write one for each question of by, \"*\" for any");
    } else if (std::any_of(line_.rows.begin(), line_.rows.end(), [&](const FeeRow& r) { return r.is == row.is; })) {
      reader.fault("is", "these answers are there twice", "Remove one row");
    } else {
      check_answers(reader, row);
    }
    line_.rows.push_back(std::move(row));
  }

  // The names of a question's choices; empty where it is no selection.
  std::vector<std::string> choices_of(const std::string& name) const {
    std::vector<std::string> out;
    const form::Question* question = form_ ? form_->question(name) : nullptr;
    if (!question || question->type != form::Type::select_one) return out;
    for (const form::Choice& choice : form_->choices(*question)) out.push_back(choice.name);
    return out;
  }

  void check_answers(TomlReader& reader, const FeeRow& row) {
    for (std::size_t i = 0; i < row.is.size(); ++i) {
      const auto choices = choices_of(line_.by[i]);
      const bool known = std::find(choices.begin(), choices.end(), row.is[i]) != choices.end();
      if (choices.empty() || known || row.is[i] == "*" || row.is[i].empty()) continue;
      reader.fault("is", "\"" + line_.by[i] + "\" has no choice \"" + row.is[i] + "\"",
                   "Write a name of its choices, \"\" for no answer or \"*\" for any");
    }
  }

  // Where every question of the table is a selection, each way to answer has its amount.
  void all_choices(TomlReader& reader) {
    std::vector<std::vector<std::string>> choices;
    std::size_t ways = 1;
    for (const auto& name : line_.by) {
      choices.push_back(choices_of(name));
      ways *= choices.back().size();
      if (ways == 0 || ways > catalogue::fee_rows_max) return;
    }
    if (line_.otherwise || line_.rows.empty()) return;
    for (std::size_t way = 0; way < ways; ++way) {
      std::vector<std::string> answers;
      std::size_t rest = way;
      for (const auto& list : choices) {
        answers.push_back(list[rest % list.size()]);
        rest /= list.size();
      }
      if (has_row(answers)) continue;
      std::string told;
      for (const auto& answer : answers) told += (told.empty() ? "" : ", ") + answer;
      return reader.fault("rows", "no row says what " + told + " costs",
                          "Add a row, or write amount in the fee for all that no row names");
    }
  }

  bool has_row(const std::vector<std::string>& answers) const {
    return std::any_of(line_.rows.begin(), line_.rows.end(), [&](const FeeRow& row) {
      for (std::size_t i = 0; i < answers.size(); ++i)
        if (i >= row.is.size() || (row.is[i] != "*" && row.is[i] != answers[i])) return false;
      return true;
    });
  }

  void surcharge(const toml::table& from) {
    TomlReader reader(from, "fee.surcharge", faults_);
    line_.surcharge.of = reader.list("of");
    if (line_.surcharge.of.empty()) reader.fault("of", "it is of no fee", "Write of = [\"the id of a fee before it\"]");
    for (const auto& id : line_.surcharge.of) {
      if (!named(id))
        reader.fault("of", "there is no fee \"" + id + "\" before this one", "Write the id of an earlier fee");
    }
    const double percent = reader.number("percent");
    if (percent < 0 || percent > percent_max)
      reader.fault("percent", "this is no percentage", fmt::format("Write a number up to {}", percent_max));
    line_.surcharge.basis_points = catalogue::to_minor(percent, 2).value_or(0);
    reader.done();
  }

  void exemption(const toml::table& from) {
    TomlReader reader(from, "fee.exemptions", faults_);
    Exemption one;
    one.when = xpath(reader, "when", true, form_);
    one.title = reader.texts("title");
    reader.done();
    line_.exemptions.push_back(std::move(one));
  }

  void depends_on(const std::string& field) {
    auto& all = line_.depends_on;
    if (std::find(all.begin(), all.end(), field) == all.end()) all.push_back(field);
  }

  // Whatever the line reads decides it.
  void reads() {
    for (const auto& name : line_.by) depends_on(name);
    auto take = [&](const std::string& source) {
      for (const form::Mark& mark : form::marks_of(source)) depends_on(mark.name);
    };
    take(line_.formula);
    take(line_.when);
    for (const Exemption& one : line_.exemptions) take(one.when);
  }

  TomlReader reader_;
  const std::vector<FeeLine>& before_;
  const KnownForm& form_;
  Faults& faults_;
  FeeLine line_;
};

}  // namespace

std::vector<FeeLine> read_fees(TomlReader& service, const KnownForm& form, Faults& faults) {
  std::vector<FeeLine> out;
  for (const auto* table : service.tables("fee")) {
    FeeLine line = FeeReader(*table, out, form, faults).run();
    out.push_back(std::move(line));
  }
  if (out.size() > catalogue::fee_lines_max)
    service.fault("fee", fmt::format("there are more than {} fees", catalogue::fee_lines_max), "Join some");
  return out;
}

}  // namespace karvan::central::author
