#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/op.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// A sealed file of this box. `attached.name` is the question that it answers.
//   draft    answers a draft; goes with it, or is filed
//   waiting  its fact is in the log; nothing of the file is at the centre
//   sending  `offset` bytes are there
//   there    the centre holds and has verified all of it
struct Attachment {
  model::Attached attached;
  std::string of;        // draft's or application's id
  std::string file_key;  // 16 bytes; empty: erased, nobody opens the file here any more
  std::string state;
  std::uint64_t offset = 0;
  std::string epoch;      // of the operation that attached it; empty while in a draft
  std::uint64_t seq = 0;  // of the same
  bool operator==(const Attachment&) const = default;
};

class Attachments {
 public:
  explicit Attachments(sqlite::Database& database) : db_(&database) {}

  // A new file, in a draft. Code::exists_already where the hash is known.
  Result<void> add(const Attachment& attachment);
  Result<std::optional<Attachment>> get(std::string_view hash);
  // In the order in which they came.
  Result<std::vector<Attachment>> of(std::string_view of);
  Result<std::vector<std::string>> hashes();
  // The first hash above this one, in their order.
  Result<std::optional<std::string>> next(std::string_view after);

  // The operation `epoch`/`seq` names it: from now on it waits to be sent. Nothing where it is not in a draft.
  Result<void> file(std::string_view hash, const std::string& epoch, std::uint64_t seq);
  // What the centre holds of it.
  Result<void> sent(std::string_view hash, std::uint64_t offset, bool all);
  // All that are there are to be sent again (the centre was restored).
  Result<void> send_again();
  // Those whose operation the centre has, oldest first: what may be sent now.
  Result<std::vector<Attachment>> to_send(std::size_t limit);
  // Filed but not there: those on their way first, then in the order in which they came.
  Result<std::vector<Attachment>> unsent(std::size_t limit);
  // How many they are.
  Result<std::uint64_t> count_unsent();

  // Forgets draft files: of one question, or of the whole draft where `question` is empty. Gives their hashes: the
  // files go once this is committed.
  Result<std::vector<std::string>> drop(std::string_view draft, std::string_view question);
  // Forgets one that nobody waits for any more, wherever it is.
  Result<void> forget(std::string_view hash);
  // Forgets those of a purged application; gives their hashes. Code::not_safe while one is not at the centre.
  Result<std::vector<std::string>> purge(std::string_view of);
  // After that no key on the box opens the files of an application. Whether there was one: the file's pages hold it no
  // more (secure_delete), the journal does until it is wiped.
  Result<bool> erase_keys(std::string_view of);
  // The same for the files of one question.
  Result<void> erase_key(std::string_view of, std::string_view question);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
