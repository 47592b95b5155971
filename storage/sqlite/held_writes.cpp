#include "storage/sqlite/held_writes.h"

#include <cstring>
#include <new>
#include <utility>

namespace karvan::sqlite {

bool HeldWrites::takes(std::size_t bytes, sqlite3_int64 at) {
  // The engine calls this, and knows nothing of exceptions.
  if (!held_) held_.reset(new (std::nothrow) char[bytes_max]);
  const bool follows = size_ == 0 || std::cmp_equal(at - at_, size_);
  return held_ && follows && bytes <= bytes_max - size_;
}

int HeldWrites::add(sqlite3_file* file, const sqlite3_io_methods& methods, const void* from, std::size_t bytes,
                    sqlite3_int64 at) {
  if (!takes(bytes, at)) {
    if (const int status = flush(file, methods); status != SQLITE_OK) return status;
    if (!takes(bytes, at)) return methods.xWrite(file, from, static_cast<int>(bytes), at);
  }
  if (size_ == 0) at_ = at;
  std::memcpy(held_.get() + size_, from, bytes);
  size_ += bytes;
  return SQLITE_OK;
}

int HeldWrites::flush(sqlite3_file* file, const sqlite3_io_methods& methods) {
  const auto bytes = static_cast<int>(std::exchange(size_, 0));
  return bytes == 0 ? SQLITE_OK : methods.xWrite(file, held_.get(), bytes, at_);
}

}  // namespace karvan::sqlite
