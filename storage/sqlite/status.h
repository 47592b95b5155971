#pragma once
#include <string>

#include "storage/model/error.h"

struct sqlite3;

namespace karvan::sqlite {

// What a result code of SQLite means to a caller; `where` names the code, never a value.
Error error_of(int status);
Error error_of(sqlite3* connection);

}  // namespace karvan::sqlite
