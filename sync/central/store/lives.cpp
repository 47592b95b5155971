#include "sync/central/store/lives.h"

#include <algorithm>
#include <sstream>

#include "sync/central/store/meta.h"
#include "sync/central/store/records.h"

namespace karvan::central {

Result<std::vector<LostLife>> lost_lives(sqlite::Database& records) {
  TRY(auto kept, Records(records).meta(meta_restored_from));
  std::istringstream rest(kept);
  std::vector<LostLife> lives;
  for (std::string line; std::getline(rest, line);) {
    std::istringstream words(line);
    LostLife life;
    if (!(words >> life.epoch >> life.fleet)) return fail(Code::database_damaged, {}, "lost lives");
    if (std::int64_t lost_ms = 0; words >> lost_ms) life.lost_ms = lost_ms;
    lives.push_back(std::move(life));
  }
  return lives;
}

Result<void> put_lost_lives(sqlite::Database& records, const std::vector<LostLife>& lives) {
  const auto kept = std::min(lives.size(), lost_lives_max);
  std::ostringstream text;
  for (auto life = lives.end() - static_cast<std::ptrdiff_t>(kept); life != lives.end(); ++life)
    text << life->epoch << ' ' << life->fleet << ' ' << life->lost_ms << '\n';
  return Records(records).put_meta(meta_restored_from, text.str());
}

}  // namespace karvan::central
