#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>
#include <set>

#include "storage/store/search.h"
#include "tests/crash/transactions.h"

namespace karvan::crash {
namespace {

using core::samples::Box;

constexpr std::size_t all = 1'000;

// By value: a range-for over *rows() would outlive its rows.
template <class Rows>
Rows read(Result<Rows> rows) {
  EXPECT_TRUE(rows) << describe(rows.error());
  return std::move(rows).value_or(Rows{});
}

std::vector<store::Summary> records(Box& box, const std::string& kind = "") {
  store::RecordFilter filter;
  filter.kind = kind;
  filter.limit = all;
  return read(box.store().records().list(filter));
}

std::string drafts_of(Box& box) {
  std::string text;
  for (const auto& one : read(box.store().drafts().list(all)))
    text +=
        fmt::format("draft {} {}\n", one.seen, read(box.store().drafts().get(one.id)).value_or(store::Draft{}).body);
  return text;
}

std::string line_of(Box& box, const store::Summary& summary) {
  auto record = read(box.core->book().best_guess(summary.id));
  auto sum = model::balance(record);
  auto settled = read(box.store().records().settled(summary.id));
  auto text = fmt::format("{} {} {}, received {}, open {}, settled at {}", summary.kind, summary.stage, summary.state,
                          sum.received, sum.open(), settled ? settled->position : 0);
  for (const auto& [name, field] : record.fields)
    if (summary.kind == "application") text += fmt::format(", {}={}", name, field.value);
  for (const auto& document : record.documents) text += fmt::format(", {} {}", document.serial.number, document.state);
  return text + '\n';
}

std::string records_of(Box& box) {
  std::multiset<std::string> lines;  // the list's own order is by time, and so by chance
  for (const auto& summary : records(box)) lines.insert(line_of(box, summary));
  return fmt::format("{}", fmt::join(lines, ""));
}

std::string numbers_of(Box& box) {
  std::string text;
  for (const auto& lease : read(box.store().leases().list()))
    text += fmt::format("lease {}-{} next {} {}\n", lease.first, lease.last, lease.next, lease.state);
  for (const auto& number : box.numbers()) text += fmt::format("number {} {}\n", number.serial.number, number.state);
  for (const auto& print : read(box.store().prints().newest(all)))
    text += fmt::format("print {} {}\n", print.serial.number, print.state);
  return text;
}

std::string files_of(Box& box) {
  std::string text;
  for (const auto& hash : read(box.store().attachments().hashes())) {
    const auto file = read(box.store().attachments().get(hash)).value_or(store::Attachment{});
    text += fmt::format("file {}, {} of {}, key {}\n", file.state, file.offset, file.attached.bytes,
                        file.file_key.empty() ? "erased" : "kept");
  }
  return text;
}

std::string documents_of(Box& box) {
  std::string text;
  for (const auto* kind : {"service", "manifest", "staff", "part", "stopped", "fork_settled", "day_point", "language",
                           "reserved", "salvage_acknowledged", in_the_log})
    text += fmt::format("{} {}, ", read(box.store().documents().list(kind)).size(), kind);
  for (const auto& tries : read(box.store().documents().list("tries")))
    text += fmt::format("{} tries of {}, ", tries.bytes, tries.id);
  for (const auto& counter : read(box.store().documents().list("counter")))
    text += fmt::format("counter {}, ", counter.bytes.substr(0, counter.bytes.find(' ')));
  return text + '\n';
}

std::string log_of(Box& box) {
  std::size_t erased = 0, troubled = 0;
  for (const auto& line : read(box.store().log().newest(all))) erased += line.erased ? 1 : 0;
  troubled = read(box.store().log().troubled(all)).size();
  store::Search search;
  const auto found = read(search.find(box.store().database(), "khan", all, [] { return false; })).size();
  return fmt::format("{} lines erased, {} troubled, {} shadows; {} found by name\n", erased, troubled,
                     read(box.store().shadows().count()), found);
}

std::string exchanged_of(Box& box) {
  auto at = [&](const std::string& feed) { return read(box.store().cursors().get(feed)).position; };
  return fmt::format("{} operations, {} unsent, {} unsettled; office {}, node {}, reference {}; {} staff\n",
                     read(box.store().log().verify_chain()).count, read(box.store().log().count_unsent()),
                     read(box.store().log().count_unsettled()), at(box.core->book().office_feed()), at("node"),
                     at("reference"), box.core->book().roster().size());
}

// P5: the used numbers of a lease are its first, each once; an issued one is on the document that it was issued for.
void expect_numbers(Box& box, const std::string& kind) {
  std::set<std::int64_t> used;
  for (const auto& number : read(box.store().leases().numbers(kind, 0, all))) {
    EXPECT_TRUE(used.insert(number.serial.number).second) << "P5: twice " << number.serial.number;
    EXPECT_TRUE(number.state == "issued" || number.state == "void") << "P5: " << number.state;
    if (number.state != "issued") continue;
    auto record = read(box.core->book().best_guess(number.of));
    auto bears = [&](const model::Document& one) { return one.serial == number.serial; };
    EXPECT_EQ(std::count_if(record.documents.begin(), record.documents.end(), bears), 1) << "P5";
  }
  for (const auto& lease : read(box.store().leases().list())) {
    if (lease.kind != kind) continue;
    auto inside = std::distance(used.lower_bound(lease.first), used.upper_bound(lease.last));
    EXPECT_EQ(inside, lease.next - lease.first) << "P5: " << lease.id;
  }
}

// P6: what was received is what the receipts that stand say, and nobody paid twice.
void expect_money(Box& box) {
  for (const auto& summary : records(box, "application")) {
    auto record = read(box.core->book().best_guess(summary.id));
    auto sum = model::balance(record);
    auto stands = [](const model::Document& one) { return one.serial.kind == "receipt" && one.state == "issued"; };
    auto receipts = std::count_if(record.documents.begin(), record.documents.end(), stands);
    EXPECT_LE(receipts, 1) << "P5";
    EXPECT_EQ(sum.received, receipts * 50'000) << "P6";
    EXPECT_GE(sum.open(), 0) << "P6";
  }
}

}  // namespace

std::string account_of(Box& box) {
  return drafts_of(box) + records_of(box) + numbers_of(box) + files_of(box) + documents_of(box) + log_of(box) +
         exchanged_of(box);
}

void expect_promises(Box& box) {
  for (const auto* kind : {"receipt", "domicile"}) expect_numbers(box, kind);
  expect_money(box);
  auto chain = box.store().log().verify_chain();
  EXPECT_TRUE(chain) << "P7: " << describe(chain.error());
  EXPECT_TRUE(box.store().database().check_structure());
}

}  // namespace karvan::crash
