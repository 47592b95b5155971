#pragma once
#include <map>
#include <string>

namespace karvan::sqlite {

// How the pages of a file are sealed. Chosen when the file is made; from then on its header says it (file_header.h).
enum class Cipher {
  aegis,       // AEGIS-256
  sqlcipher4,  // as SQLCipher 4 does by default: AES-256-CBC (NIST SP 800-38A), then HMAC-SHA-512 (FIPS 198-1)
};

// As a command line names them.
const std::map<std::string, Cipher>& ciphers_by_name();
const std::string& name_of(Cipher cipher);

}  // namespace karvan::sqlite
