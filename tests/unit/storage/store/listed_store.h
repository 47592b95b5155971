#pragma once
#include "storage/store/listed.h"
#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

// A store whose records are listed, and settled, kept and purged by their operations in the epoch e1.
struct ListedStore : NodeStore {
  Summary summary(const std::string& id, std::int64_t updated_ms = 1) {
    return {id, "lahore", "application", "domicile", "K7-" + id, "Gulnar Aliyeva", "filed", "open", updated_ms};
  }
  void put(const Summary& s) {
    ASSERT_TRUE(committed([&] { return put_listed(store->database(), {s, {}, false, {}}); }));
  }
  Result<void> purge() {
    return committed([&] { return store->records().purge(record, "delivered 90 days ago"); });
  }
  void settle(std::uint64_t seq, model::Fate fate = model::Fate::applied) {
    ASSERT_TRUE(committed([&] { return store->log().settle("e1", seq, seq, fate, ""); }));
  }
  void mark_safe(std::uint64_t seq) {
    ASSERT_TRUE(committed([&] { return store->log().mark_safe("e1", seq); }));
  }
};

}  // namespace karvan::store
