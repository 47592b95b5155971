// The store's file with each cipher beside one that is not encrypted: same engine, same schema, same settings
#include <fmt/format.h>

#include <optional>

#include "storage/seal/hash.h"
#include "storage/sqlite/database.h"
#include "storage/sqlite/transaction.h"
#include "storage/store/schema.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"
#include "tests/bench/rig/plain_file.h"
#include "tests/bench/rig/process.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;
using bench::must;

constexpr auto plain_name = "plain.db", sealed_name = "sealed.db";

class SealedFile {
 public:
  SealedFile(const std::string& path, sqlite::Cipher cipher)
      : db_(must(sqlite::Database::open(path, std::string(32, 's'), {.cipher = cipher}))) {}
  template <class... Args>
  auto query(std::string_view sql, const Args&... args) {
    return db_.query(sql, args...);
  }
  template <class... Args>
  auto run(std::string_view sql, const Args&... args) {
    return db_.run(sql, args...);
  }
  void script(const std::string& sql) { must(db_.script(sql)); }
  void begin() { transaction_.emplace(must(sqlite::Transaction::begin(db_))); }
  void commit() {
    must(transaction_->commit());
    transaction_.reset();
  }
  void checkpoint() { must(db_.checkpoint_passive()); }

 private:
  sqlite::Database db_;
  std::optional<sqlite::Transaction> transaction_;
};

std::string id_of(std::uint64_t n) { return fmt::format("lahore/application/{:026}", n); }

// What filing one application writes.
template <class File>
void write(File& file, std::uint64_t n, const std::string& line) {
  const auto id = id_of(n), cmd = fmt::format("ayesha-khan/{:032}", n * 7'919);
  const auto digest = std::string(32, static_cast<char>(n % 256));
  const auto now_ms = 1'795'305'600'000 + n;
  must(file.run("INSERT INTO log (epoch, seq, record, line, digest, hash) VALUES (1, ?, ?, ?, ?, ?)", n, id,
                sqlite::Blob{line}, sqlite::Blob{digest}, sqlite::Blob{digest}));
  must(file.run("INSERT INTO unsettled (position, alone) SELECT max(position), 1 FROM log"));
  must(file.run("UPDATE epochs SET last = ?, hash = ? WHERE id = 1", n, sqlite::Blob{digest}));
  must(
      file.run("INSERT INTO records (id, office, kind, service, tracking, title, stage, state, updated_ms, due_ms, "
               "position, body) VALUES (?, 'lahore', 'application', 'census', ?, 'Ayesha Khan', 'filed', 'open', ?, "
               "0, ?, ?)",
               id, id.substr(id.size() - 9), now_ms, n, sqlite::Blob{line}));
  must(file.run("INSERT INTO search_tail (record, after) SELECT row, ?2 FROM records WHERE id = ?1", id,
                sqlite::Blob{digest}));
  must(file.run("INSERT INTO commands (cmd, asked, status, body, at_ms) VALUES (?, ?, 200, ?, ?)", cmd, digest,
                sqlite::Blob{digest}, now_ms));
}

template <class File>
void commit(File& file, std::uint64_t from, std::uint64_t to, const std::vector<std::string>& lines) {
  file.begin();
  for (auto n = from; n < to; ++n) write(file, n, lines[n % lines.size()]);
  file.commit();
}

template <class File>
std::size_t read(File& file, std::uint64_t from, std::uint64_t reads, std::uint64_t count) {
  std::size_t bytes = 0;
  for (auto i = from; i < from + reads; ++i) {
    auto row = must(file.query("SELECT body FROM records WHERE id = ?", id_of(1 + i * 2'654'435'761 % count)));
    if (!must(row.next())) throw std::runtime_error("a record is gone");
    bytes += row.blob(0).size();
  }
  return bytes;
}

// The same work on both, by turns: the encrypted file's speed as a share of the other's, by the median turn of each.
class Turns {
 public:
  void take(const std::function<void()>& plain, const std::function<void()>& sealed) {
    const bool first = sealed_.size() % 2 == 0;
    if (first) sealed_.push_back(bench::ms_of(sealed));
    plain_.push_back(bench::ms_of(plain));
    if (!first) sealed_.push_back(bench::ms_of(sealed));
  }
  double share() const { return bench::median(plain_) / bench::median(sealed_); }
  double us(std::uint64_t each) const { return 1e3 * bench::median(sealed_) / static_cast<double>(each); }

 private:
  std::vector<double> plain_, sealed_;
};

struct Sizes {
  std::uint64_t commits_a_turn, commit_turns, batch, read_turns, reads_a_turn, count;
};

Turns commits(bench::PlainFile& plain, SealedFile& sealed, const Sizes& sizes, const std::vector<std::string>& lines) {
  Turns turns;
  for (std::uint64_t turn = 0, n = 1; turn < sizes.commit_turns; ++turn, n += sizes.commits_a_turn) {
    auto one = [&](auto& file) {
      for (auto i = n; i < n + sizes.commits_a_turn; ++i) commit(file, i, i + 1, lines);
      file.checkpoint();
    };
    turns.take([&] { one(plain); }, [&] { one(sealed); });
  }
  return turns;
}

Turns batches(bench::PlainFile& plain, SealedFile& sealed, const Sizes& sizes, const std::vector<std::string>& lines) {
  Turns turns;
  for (auto n = 1 + sizes.commit_turns * sizes.commits_a_turn; n <= sizes.count; n += sizes.batch) {
    auto one = [&](auto& file) {
      commit(file, n, std::min(n + sizes.batch, sizes.count + 1), lines);
      file.checkpoint();
    };
    turns.take([&] { one(plain); }, [&] { one(sealed); });
  }
  return turns;
}

Turns reads(bench::PlainFile& plain, SealedFile& sealed, const Sizes& sizes) {
  Turns turns;
  for (std::uint64_t turn = 0; turn < sizes.read_turns; ++turn) {
    auto one = [&](auto& file) { (void)read(file, turn * sizes.reads_a_turn, sizes.reads_a_turn, sizes.count); };
    turns.take([&] { one(plain); }, [&] { one(sealed); });
  }
  return turns;
}

struct Shares {
  Turns commit, batch, read;
};

// Two files of the same, made for this and closed before they are read.
Shares compared(sqlite::Cipher cipher, const test::Scratch& scratch, const Sizes& sizes,
                const std::vector<std::string>& lines) {
  const auto plain_path = scratch.path(plain_name), sealed_path = scratch.path(sealed_name);
  Shares shares;
  {
    bench::PlainFile plain(plain_path);
    SealedFile sealed(sealed_path, cipher);
    auto schema = [](auto& file) {
      for (const auto& step : store::migrations()) file.script(std::string(step));
      file.begin();
      must(
          file.run("INSERT INTO epochs (epoch, previous_epoch, previous_seq, previous_hash, hash) VALUES ('e', '', 0, "
                   "x'', x'')"));
      file.commit();
    };
    schema(plain);
    schema(sealed);
    shares.commit = commits(plain, sealed, sizes, lines);
    shares.batch = batches(plain, sealed, sizes, lines);
  }
  bench::PlainFile plain(plain_path);
  SealedFile sealed(sealed_path, cipher);
  shares.read = reads(plain, sealed, sizes);
  return shares;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  Sizes sizes{20, 101, 256, 201, 1'000, bench::size_of(argc, argv, 100'000)}, few{20, 21, 256, 21, 1'000, 40'000};
  if (small) sizes = few = {5, 5, 256, 5, 100, 2'000};
  const auto lines = bench::lines_of_nobody(1'000);
  const test::Scratch scratch, other_scratch;
  const auto aegis = compared(sqlite::Cipher::aegis, scratch, sizes, lines),
             sqlcipher = compared(sqlite::Cipher::sqlcipher4, other_scratch, few, lines);
  const auto file_mib = [&](const char* name) {
    return static_cast<double>(std::filesystem::file_size(scratch.path(name))) / (1 << 20);
  };
  fmt::print(stderr, "{} applications, {:.0f} MiB and {:.0f} MiB plain, on {}\n", sizes.count, file_mib(sealed_name),
             file_mib(plain_name), bench::disk_of(scratch.folder().string()));
  return bench::report("store",
                       {{"commit", aegis.commit.share()},
                        {"batch", aegis.batch.share()},
                        {"commit_us", aegis.commit.us(sizes.commits_a_turn)},
                        {"batch_us_each", aegis.batch.us(sizes.batch)},
                        {"random_read", aegis.read.share()},
                        {"read_us", aegis.read.us(sizes.reads_a_turn)},
                        {"sqlcipher_commit", sqlcipher.commit.share()},
                        {"sqlcipher_batch", sqlcipher.batch.share()},
                        {"sqlcipher_random_read", sqlcipher.read.share()}},
                       {{"plain_mib", file_mib(plain_name)}},
                       {{"commit", ">=0.95"}, {"batch", ">=0.9"}, {"random_read", ">=0.85"}}, small);
}
