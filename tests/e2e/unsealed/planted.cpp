#include "storage/model/planted.h"

namespace karvan {

bool planted(int number) { return number == 13; }

}  // namespace karvan
