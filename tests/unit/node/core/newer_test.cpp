#include "tests/unit/node/core/settled_box.h"

// What a newer centre says to an older box.
namespace karvan::core {
namespace {

using samples::Box;
using Newer = samples::SettledBox;

TEST_F(Newer, AnEntryOfANewerVersion_IsLeftUntilTheRecordCanBeRead) {
  const auto before = settled();
  auto newer = entry(phone("0301"));
  newer.unread = Code::version_unknown;
  say({newer});
  EXPECT_EQ(settled()->body, before->body);
  EXPECT_EQ(wanted(), std::vector<std::string>{Box::application(id_)});
}

// What a newer centre says in a record, as `body` with one member more.
std::string newer(const model::Record& record) {
  auto body = model::write_record(record);
  body.insert(body.rfind('}'), R"(,"seals":[{"of":"a newer day"}])");
  return body;
}

TEST_F(Newer, P3_ARecordInWhichANewerCentreSaysMore_IsKeptByteForByteAndNotFoldedUpon) {
  auto op = phone("0300");
  op.of = Box::application(box_.core->book().fresh_id());
  auto record = model::apply({}, op, {});
  exchange::Answer whole;
  whole.snapshots = {{++box_.checkpoint.office, op.of, newer(record)}};
  box_.round();
  box_.say(whole);
  EXPECT_EQ((*box_.store().records().settled(op.of))->body, newer(record));
  EXPECT_EQ(box_.core->book().record(op.of)->fields.at("phone").value, "0300");
  EXPECT_TRUE(wanted().empty());

  auto next = phone("0301");
  next.of = op.of;
  say({entry(next)});
  EXPECT_EQ((*box_.store().records().settled(op.of))->body, newer(record)) << "what it does not read would be lost";
  EXPECT_EQ(wanted(), std::vector<std::string>{op.of});
  EXPECT_EQ(box_.core->link().fault()->code, Code::version_unknown);

  record = model::apply(std::move(record), next, {});
  whole.snapshots = {{box_.checkpoint.office, op.of, newer(record)}};
  box_.round();
  box_.say(whole);
  EXPECT_EQ((*box_.store().records().settled(op.of))->body, newer(record));
  EXPECT_EQ((*box_.store().records().settled(op.of))->position, box_.checkpoint.office);
  EXPECT_TRUE(wanted().empty());
}

// This box wrote on it: what comes whole waits beside it until the feed has reached that far.
TEST_F(Newer, P3_BesideAnOwnRecordToo_WhatANewerCentreSaysIsNotFoldedUpon) {
  auto record = *model::parse_record(settled()->body);
  record.fields["phone"].value = "0307";
  box_.round();
  exchange::Answer whole;
  whole.snapshots = {{++box_.checkpoint.office, record.id, newer(record)}};
  whole.more = true;
  box_.say(whole);
  say({entry(phone("0308"))});
  EXPECT_EQ(wanted(), std::vector<std::string>{record.id});

  record.fields["phone"].value = "0308";
  whole.snapshots = {{box_.checkpoint.office, record.id, newer(record)}};
  whole.more = false;
  box_.round();
  box_.say(whole);
  EXPECT_EQ(settled()->body, newer(record));
  EXPECT_EQ(seen_phone(), "0308");
  EXPECT_TRUE(wanted().empty());
}

}  // namespace
}  // namespace karvan::core
