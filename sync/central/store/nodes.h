#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

struct Node {
  std::string name;
  std::uint32_t number = 0;  // unique; makes tracking numbers unique (storage/model/tracking.h)
  std::string office;
  std::string head_key;     // seal's text of the key that signs its heads
  std::string fingerprint;  // of its TLS certificate; empty: the centre's own programs
  std::int64_t enrolled_ms = 0;
  std::optional<std::int64_t> revoked_ms = {};  // the box that is enrolled now
  std::string fork = {};                        // where two boxes were seen to speak under this name (P7), or empty
  std::optional<std::int64_t> seen_ms = {};
  bool any_revoked = false;  // this box, or one before it under the name
  bool any_word = false;     // a person once said which of two boxes under the name stays (fork_words.h)
  bool replaced = false;     // another box had the name before this one
};

// A box that was revoked, by the key that signs its heads, which no later box under the name has. Of what that key
// signed counts what lies at or before this place, the last that was witnessed of it (P14).
struct Revocation {
  std::string node;
  std::string head_key;  // seal's text
  std::string epoch;     // empty: nothing of it
  std::uint64_t seq = 0;
  std::int64_t revoked_ms = 0;
  bool operator==(const Revocation&) const = default;
};

// A key that signs, or signed, a node's heads, sheets and documents: those of boxes that were replaced too.
struct NodeKey {
  std::string node;
  std::string head_key;  // seal's text
  std::int64_t since_ms = 0;
  bool present = false;  // of the box that is enrolled now
  bool revoked = false;
};

// A one-time code, kept until it is used; the answer that it bought is kept with it (P10).
struct CodeRow {
  std::string id, secret, node, office;
  std::int64_t made_ms = 0;
  bool used = false;
  std::string digest = {}, answer = {};
};

inline constexpr std::int64_t code_life_ms = 7 * 86'400'000LL;
inline constexpr int code_tries_max = 10;  // wrong proofs, after which the code is void

// In the inbox file. Callers wrap writes in a transaction.
class Nodes {
 public:
  explicit Nodes(sqlite::Database& inbox) : db_(&inbox) {}
  Result<std::optional<Node>> get(std::string_view name);
  Result<std::vector<Node>> list();
  // A new node, or the same name with another key and certificate: its number stays. Another key is another box, whose
  // log may begin anew once, and settles what forks there were under the name (P7): no other box can speak under it
  // now. What was revoked stays so.
  Result<void> put(const Node& node);
  Result<std::vector<NodeKey>> keys();                              // of all nodes, by node, oldest first
  Result<std::vector<std::string>> keys_of(std::string_view name);  // seal's texts, the present one first
  Result<std::uint32_t> number_for(std::string_view name);          // its own, or the lowest that nobody has
  Result<void> seen(std::string_view name, std::int64_t now_ms);
  Result<void> note_fork(std::string_view name, std::string_view where);
  // A person has said which box is the node (fork_words.h): what forks there were under the name count no more.
  Result<void> settle_forks(std::string_view name);

  // The box that is enrolled now, as far as it was received. not_enrolled where there is none.
  Result<void> revoke(std::string_view name, std::int64_t now_ms);
  // The first word on a key stands.
  Result<void> revoke(const Revocation& revocation);
  Result<std::optional<Revocation>> revocation(std::string_view name, std::string_view head_key);
  Result<std::vector<Revocation>> revocations();  // of all boxes, by node
  Result<std::vector<Revocation>> revoked();      // of boxes that are enrolled now, by node
  // What a file of before did not say of those that it held.
  Result<std::vector<Revocation>> without_head();
  Result<void> set_head(const Revocation& revocation);
  // The last key under the name by then.
  Result<std::string> key_at(std::string_view name, std::int64_t time_ms);

  Result<void> put_code(const CodeRow& code);
  // Unused and young, or used; Code::enrolment_code_wrong else.
  Result<CodeRow> code(std::string_view id, std::int64_t now_ms);
  Result<void> use_code(std::string_view id, std::int64_t now_ms, std::string_view digest, std::string_view answer);
  Result<void> count_wrong(std::string_view id);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
