#include "tests/bench/rig/shelf.h"

#include <fmt/format.h>

#include "storage/model/record.h"
#include "storage/search/fold.h"
#include "storage/search/terms.h"
#include "storage/store/listed.h"
#include "tests/bench/rig/crowd.h"
#include "tests/bench/rig/filings.h"
#include "tests/bench/rig/process.h"

namespace karvan::bench {
namespace {

const std::string epoch = "9f3c2ab4";
constexpr std::uint64_t written_together = 256;

search::Terms terms_of(const Citizen& who, const std::map<std::string, std::string>& answers) {
  search::Terms terms{search::fold_words(who.name), search::fold_words(who.father), {}};
  for (auto number : {search::number_key(search::Kind::identity, answers.at("cnic")),
                      search::number_key(search::Kind::phone, answers.at("mobile"))})
    if (number) terms.numbers.push_back(*number);
  return terms;
}

}  // namespace

const std::string Shelf::key(32, 's');

Shelf::Shelf(const std::string& path) : Shelf(must(store::Store::open(path, key, {.verify = false}))) {}

Shelf::Shelf(store::Store store) : store_(std::move(store)) {
  const auto head = must(store_.log().head());
  if (head.epoch == epoch) seq_ = head.seq;
  if (head.epoch != epoch) commit([&] { must(store_.log().open_epoch(epoch)); });
}

std::string Shelf::id_of(std::uint64_t n) { return fmt::format("lahore/application/{:08}", n); }
std::uint64_t Shelf::number_of(const std::string& id) { return std::stoull(id.substr(id.rfind('/') + 1)); }

void Shelf::write(std::uint64_t n, bool searched) {
  const auto who = citizen(n);
  auto op = filing(n, id_of(n), {"census", std::string(64, 'a')}, "ayesha-khan");
  op.id = {"bus-01", epoch, ++seq_};
  op.time = {1'795'305'600'000 + static_cast<std::int64_t>(seq_), 0};
  op.salt = fmt::format("{:024x}", seq_);
  op.set["full_name"] = who.name;
  op.set["father_name"] = who.father;
  must(store_.log().append(op.of, seq_, model::write_op(op)));
  must(store_.log().settle(epoch, seq_, seq_, model::Fate::applied, ""));
  store::Listed listed;
  if (searched) listed.terms = terms_of(who, op.set);
  auto& summary = listed.summary;
  summary.id = op.of;
  summary.office = "lahore";
  summary.kind = searched ? "application" : "token";  // search knows of applications alone
  summary.service = "census";
  summary.title = who.name;
  summary.stage = op.advance;
  summary.state = "open";
  summary.updated_ms = op.time.ms;
  must(store::put_listed(store_.database(), listed));
  must(store_.records().put_settled(op.of, {model::write_record(model::apply({}, op, {})), seq_}));
}

void Shelf::commit(const std::function<void()>& work) {
  must(store_.begin());
  work();
  must(store_.commit());
}

void Shelf::fill(std::uint64_t from, std::uint64_t to) {
  for (auto n = from; n < to; n += written_together) {
    commit([&] {
      for (auto each = n; each < std::min(n + written_together, to); ++each) write(each);
    });
    merge_due();
    must(store_.tend());
  }
  merge();
}

std::size_t Shelf::merge_due() {
  std::size_t merges = 0;
  while (must(store_.tend_search(false))) ++merges;
  return merges;
}

void Shelf::merge() {
  while (must(store_.tend_search(true))) continue;
}

void Shelf::all_safe() {
  commit([&] { must(store_.log().mark_safe(epoch, seq_)); });
}

std::uint64_t Shelf::record_bytes() {
  return static_cast<std::uint64_t>(number("SELECT sum(length(body)) FROM records"));
}

std::uint64_t Shelf::index_bytes() {
  const auto before = number("PRAGMA freelist_count");
  commit([&] {
    for (const std::string table : {"search_postings", "search_words", "search_numbers", "search_tail"})
      must(store_.database().run("DELETE FROM " + table));
  });
  return static_cast<std::uint64_t>((number("PRAGMA freelist_count") - before) * number("PRAGMA page_size"));
}

std::int64_t Shelf::number(const std::string& sql) {
  auto rows = must(store_.database().query(sql));
  return must(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace karvan::bench
