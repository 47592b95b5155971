#include "tests/bench/rig/ideal.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <unistd.h>
#include <zstd.h>

#include <chrono>
#include <filesystem>
#include <semaphore>
#include <stdexcept>
#include <thread>

namespace karvan::bench {
namespace {

constexpr int in_flight = 8;

void must(bool done) {
  if (!done) throw std::runtime_error("the ideal's run failed");
}

struct File {
  sqlite3* db = nullptr;
  explicit File(const std::string& path) {
    must(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS op(id INTEGER PRIMARY KEY, line "
        "TEXT)");
  }
  ~File() { sqlite3_close(db); }
  void run(const char* sql) { must(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* made = nullptr;
    must(sqlite3_prepare_v2(db, sql, -1, &made, nullptr) == SQLITE_OK);
    return made;
  }
};

// Lines of one batch, each with its newline.
void insert(File& file, sqlite3_stmt* put, std::string_view text) {
  file.run("BEGIN");
  while (!text.empty()) {
    const auto end = text.find('\n');
    sqlite3_bind_text(put, 1, text.data(), static_cast<int>(end), SQLITE_STATIC);
    must(sqlite3_step(put) == SQLITE_DONE);
    sqlite3_reset(put);
    text.remove_prefix(end + 1);
  }
  file.run("COMMIT");
}

void whole(ssize_t (*move)(int, char*, std::size_t), int socket, char* bytes, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const auto some = move(socket, bytes + done, size - done);
    must(some > 0);
    done += static_cast<std::size_t>(some);
  }
}
ssize_t put_some(int socket, char* bytes, std::size_t size) { return ::write(socket, bytes, size); }
ssize_t get_some(int socket, char* bytes, std::size_t size) { return ::read(socket, bytes, size); }

// Loopback TCP, one connection.
struct Wire {
  int near = -1, far = -1;
  Wire() {
    sockaddr_in at{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof at;
    const int door = ::socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    must(::bind(door, reinterpret_cast<sockaddr*>(&at), size) == 0 && ::listen(door, 1) == 0);
    must(::getsockname(door, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    near = ::socket(AF_INET, SOCK_STREAM, 0);
    must(::connect(near, reinterpret_cast<sockaddr*>(&at), size) == 0);
    far = ::accept(door, nullptr, nullptr);
    ::close(door);
    for (int end : {near, far}) ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  ~Wire() { ::close(near), ::close(far); }
};

void receive(File& file, int socket, std::size_t batches) {
  auto* put = file.prepare("INSERT INTO op(line) VALUES(?)");
  std::string packed, text;
  for (std::size_t i = 0; i < batches; ++i) {
    std::uint32_t size = 0;
    whole(get_some, socket, reinterpret_cast<char*>(&size), sizeof size);
    packed.resize(size);
    whole(get_some, socket, packed.data(), size);
    text.resize(ZSTD_getFrameContentSize(packed.data(), size));
    must(ZSTD_decompress(text.data(), text.size(), packed.data(), size) == text.size());
    insert(file, put, text);
    char kept = 1;
    whole(put_some, socket, &kept, 1);
  }
  sqlite3_finalize(put);
}

void send(File& file, int socket, std::counting_semaphore<>& room) {
  auto* get = file.prepare("SELECT line FROM op ORDER BY id");
  auto* context = ZSTD_createCCtx();
  std::string text, packed;
  for (bool more = true; more;) {
    text.clear();
    for (std::size_t i = 0; i < ideal_batch && more; ++i) {
      more = sqlite3_step(get) == SQLITE_ROW;
      if (!more) break;
      text.append(reinterpret_cast<const char*>(sqlite3_column_text(get, 0)),
                  static_cast<std::size_t>(sqlite3_column_bytes(get, 0)));
      text += '\n';
    }
    if (text.empty()) break;
    packed.resize(ZSTD_compressBound(text.size()));
    const auto size = static_cast<std::uint32_t>(
        ZSTD_compressCCtx(context, packed.data(), packed.size(), text.data(), text.size(), 3));
    room.acquire();
    whole(put_some, socket, reinterpret_cast<char*>(const_cast<std::uint32_t*>(&size)), sizeof size);
    whole(put_some, socket, packed.data(), size);
  }
  sqlite3_finalize(get);
  ZSTD_freeCCtx(context);
}

}  // namespace

double ideal(const std::string& folder, const std::vector<std::string>& lines) {
  std::filesystem::create_directories(folder);
  double took = 0;
  {
    File from(folder + "/from.db"), to(folder + "/to.db");
    auto* put = from.prepare("INSERT INTO op(line) VALUES(?)");
    std::string all;
    for (const auto& line : lines) all.append(line) += '\n';
    insert(from, put, all);
    sqlite3_finalize(put);
    Wire wire;
    std::counting_semaphore<> room(in_flight);
    const auto batches = (lines.size() + ideal_batch - 1) / ideal_batch;
    const auto begun = std::chrono::steady_clock::now();
    std::jthread centre([&] { receive(to, wire.far, batches); });
    std::jthread node([&] { send(from, wire.near, room); });
    char kept = 0;
    for (std::size_t i = 0; i < batches; ++i, room.release()) whole(get_some, wire.near, &kept, 1);
    took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  }
  std::filesystem::remove_all(folder);
  return static_cast<double>(lines.size()) / took;
}

}  // namespace karvan::bench
