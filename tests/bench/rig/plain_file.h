#pragma once
#include <map>
#include <string>
#include <string_view>

#include "storage/sqlite/statement.h"

struct sqlite3;

namespace karvan::bench {

// A database of the same engine under the same settings as sqlite::Database, but not encrypted: what one that is, is
// compared with. Throws where something fails.
class PlainFile {
 public:
  explicit PlainFile(const std::string& path);
  ~PlainFile();
  PlainFile(const PlainFile&) = delete;

  template <class... Args>
  Result<sqlite::Statement> query(std::string_view sql, const Args&... args) {
    auto statement = prepare(sql);
    int index = 0;
    (statement.bind(++index, args), ...);
    return statement;
  }
  template <class... Args>
  Result<std::int64_t> run(std::string_view sql, const Args&... args) {
    TRY(auto statement, query(sql, args...));
    return statement.finish();
  }
  void script(const std::string& sql);
  void begin() { script("BEGIN IMMEDIATE"); }
  void commit() { script("COMMIT"); }
  void checkpoint();

 private:
  struct Cached {
    sqlite3_stmt* statement = nullptr;
    bool lent = false;
  };
  sqlite::Statement prepare(std::string_view sql);

  sqlite3* handle_ = nullptr;
  std::map<std::string, Cached, std::less<>> cache_;
};

}  // namespace karvan::bench
