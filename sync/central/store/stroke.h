#pragma once
#include <string_view>

#include "sync/central/store/feeds.h"

// What many operations that are settled in one stroke write beside Feeds and Records.
namespace karvan::central {

// An entry that goes on from `end`, and moves it; sets its position and hash. The head row is for `put_head` to write,
// after the last.
Result<void> append_entry(sqlite::Database& records, EntryRow& entry, FeedEnd& end);
Result<void> put_head(sqlite::Database& records, std::string_view feed, const FeedEnd& end);

// Whether any operation at all waits or is parked.
Result<bool> any_parked(sqlite::Database& records);

}  // namespace karvan::central
