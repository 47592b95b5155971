#pragma once

namespace karvan::sim {

// From now on this program has that bug of planted.txt; 0: none.
void plant(int number);

}  // namespace karvan::sim
