#include "storage/sqlite/cipher.h"

#include <algorithm>

namespace karvan::sqlite {

const std::map<std::string, Cipher>& ciphers_by_name() {
  static const std::map<std::string, Cipher> all = {{"aegis", Cipher::aegis}, {"sqlcipher", Cipher::sqlcipher4}};
  return all;
}

const std::string& name_of(Cipher cipher) {
  const auto& all = ciphers_by_name();
  return std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.second == cipher; })->first;
}

}  // namespace karvan::sqlite
