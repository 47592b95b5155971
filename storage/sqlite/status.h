#pragma once
#include <string>

#include "storage/model/error.h"

struct sqlite3;

namespace karvan::sqlite {

// What a result code of SQLite means to a caller; `where` names the code, never a value.
Error error_of(int status);
// The same of what failed on this connection: damage is told from a file that could not be read.
Error error_of(sqlite3* connection, int status);
// Of its last call.
Error error_of(sqlite3* connection);

}  // namespace karvan::sqlite
