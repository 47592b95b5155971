#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "storage/model/hybrid_time.h"

namespace karvan::model {

// JSON as this program writes it, without a blank or an escape, read from the front. Each takes what it is named for
// off; false where that is not there, and then nothing counts any more. Text is checked to be UTF-8 (RFC 3629).
class Plain {
 public:
  explicit Plain(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  bool sign(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool text(std::string_view& out);
  bool text(std::string& out);
  bool number(std::uint64_t& out);  // of at most 18 digits: surely no overflow
  bool time(HybridTime& out);
  // In the order of their names.
  bool texts(std::map<std::string, std::string>& out);
  // An object as it stands, whatever is in it, a few deep.
  bool object(std::string_view& out);

 private:
  std::string_view rest_;
};

}  // namespace karvan::model
