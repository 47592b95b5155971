#include "sync/central/reconcile/act.h"

#include "sync/central/store/reviews.h"
#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using model::Fate;
using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::noon;
using testing::Open;

PersonsAct setting(const std::string& cmd, const std::string& name, const std::string& value,
                   const std::string& actor = "leyla") {
  PersonsAct act{cmd, value, actor, a1, {}};
  act.make = [name, value](const Before&) -> Result<model::Op> {
    model::Op op;
    op.set[name] = value;
    return op;
  };
  return act;
}

class Acts : public Desks {
 protected:
  Acts() : box_("bus-01") {
    enrol(box_);
    filing_ = model::to_text(box_.write(box_.filing(a1, version_)));
    round(box_.request());
  }
  // The bus writes a name that it alone has seen.
  void box_sets(const std::string& name, const std::string& value) {
    auto change = box_.op(a1);
    change.set[name] = value;
    change.over[name] = filing_;
    box_.write(change);
    round(box_.request());
  }
  Box box_;
  std::string filing_;
};

TEST_F(Acts, ClerksChange_IsWrittenInTheClerksNameAndSettledAtOnce) {
  auto done = must(reconciler_->act(setting("0123456789abcdef", "phone", "77"), noon + 5'000));
  EXPECT_TRUE(done.settled);
  EXPECT_EQ(done.verdict, model::Verdict{});
  EXPECT_EQ(done.op.node, "centre");
  auto field = record(a1).fields.at("phone");
  EXPECT_EQ(field.value, "77");
  EXPECT_EQ(field.actor, "leyla");
  EXPECT_EQ(field.writer, model::to_text(done.op));
}

TEST_F(Acts, P2_SameCommandAgain_GetsTheFirstAnswerAndWritesNothing) {
  auto first = must(reconciler_->act(setting("0123456789abcdef", "full_name", "Ali Raza Khan"), noon + 5'000));
  auto entries = feed().size();
  box_sets("full_name", "Aly Khan");  // what stands has changed since
  auto again = must(reconciler_->act(setting("0123456789abcdef", "full_name", "Ali Raza Khan"), noon + 9'000));
  EXPECT_EQ(again.op, first.op);
  EXPECT_EQ(again.verdict, first.verdict);
  EXPECT_EQ(feed().size(), entries + 1);  // the bus's own
}

TEST_F(Acts, P2_SameCommandOverARestart_GetsTheFirstAnswer) {
  auto first = must(reconciler_->act(setting("0123456789abcdef", "phone", "77"), noon + 5'000));
  close();
  open();
  EXPECT_EQ(must(reconciler_->act(setting("0123456789abcdef", "phone", "77"), noon + 9'000)).op, first.op);
}

TEST_F(Acts, SameCommandWithAnotherQuestion_IsMalformed) {
  must(reconciler_->act(setting("0123456789abcdef", "phone", "77"), noon + 5'000));
  auto other = reconciler_->act(setting("0123456789abcdef", "phone", "78"), noon + 6'000);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Code::malformed);
}

TEST_F(Acts, RefusedByTheRules_WritesNothing) {
  auto refused = reconciler_->act(setting("0123456789abcdef", "no_such_question", "x"), noon + 5'000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unknown_question);
  put_person("omar", "Omar", rules::Role::auditor);
  EXPECT_EQ(reconciler_->act(setting("0123456789abcdee", "phone", "7", "omar"), noon).error().code,
            Code::role_not_allowed);
  EXPECT_EQ(reconciler_->act(setting("0123456789abcded", "phone", "7", "nobody"), noon).error().code,
            Code::role_not_allowed);
}

TEST_F(Acts, UnknownApplication_IsSaid) {
  auto act = setting("0123456789abcdef", "phone", "7");
  act.of = "lahore/application/zz";
  EXPECT_EQ(reconciler_->act(act, noon).error().code, Code::unknown_application);
}

TEST_F(Acts, P4_ActAfterWhatTheClerkSaw_HasALaterTime) {
  auto late = box_.op(a1);
  late.time = {noon + 30'000, 0};  // the box's clock runs ahead, by no more than clocks do
  late.set["phone"] = "5";
  box_.write(late);
  round(box_.request());
  must(reconciler_->act(setting("0123456789abcdef", "full_name", "Ali Raza"), noon + 5'000));
  EXPECT_GT(record(a1).fields.at("full_name").time, late.time);
}

TEST_F(Acts, BusInAnOfficersName_IsRefused) {
  put_person("registrar", "Registrar", rules::Role::officer);
  for (const char* actor : {"registrar", "leyla", "centre"}) {
    auto op = box_.op(a1);
    op.actor = actor;
    op.advance = "accepted_by_institution";
    box_.write(op);
    round(box_.request());
    EXPECT_EQ(feed().back().verdict.op, Fate::refused) << actor;
  }
  EXPECT_FALSE(record(a1).reached("accepted_by_institution"));
}

TEST_F(Acts, PersonWhoHasMovedToAnotherBus_StillUploadsWhatTheyDid) {
  must(put_staff(*files_, {"ayesha", "Ayesha", rules::Role::operator_, "x", {"bus-09"}, {}, {}, true}));
  box_sets("phone", "9");
  EXPECT_EQ(record(a1).fields.at("phone").value, "9");
}

TEST_F(Acts, PersonOfAnotherBus_IsNoActorHere) {
  must(put_staff(*files_, {"zara", "Zara", rules::Role::operator_, "x", {"bus-09"}, {}, {}, true}));
  auto op = box_.op(a1);
  op.actor = "zara";
  op.set["phone"] = "9";
  box_.write(op);
  round(box_.request());
  EXPECT_EQ(feed().back().verdict.op, Fate::refused);
}

TEST_F(Acts, P8_NamesChangedApart_AreHeldReviewedAndResolvedWithAReason) {
  must(reconciler_->act(setting("0123456789abcdef", "full_name", "As the centre heard it"), noon + 5'000));
  box_sets("full_name", "As the bus heard it");
  auto open = must(Reviews(files_->records).list({}));
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].kind, "held");
  EXPECT_EQ(open[0].what, "full_name");
  EXPECT_EQ(open[0].opened_ms, noon + 1'000);  // when the bus's act was received

  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto held = record(a1).fields.at("full_name");
  auto body = [&](const std::string& seen) {
    return "{\"cmd\":\"fedcba9876543210\",\"office\":\"lahore\",\"id\":\"a1\",\"field\":\"full_name\",\"chosen\":\"" +
           held.candidates.at(0).writer + "\",\"seen\":[" + seen + "],\"reason\":\"As on the card\"}";
  };
  auto one = "\"" + held.candidates.at(0).writer + "\"";
  EXPECT_EQ(ask(both.page, post("commands/resolve", body(one), cookie)).status, 409);  // it has not seen both
  auto done = ask(both.page, post("commands/resolve", body(one + ",\"" + held.writer + "\""), cookie));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_NE(done.body.find("\"fate\":\"applied\""), std::string::npos) << done.body;
  auto after = record(a1);
  EXPECT_FALSE(after.fields.at("full_name").held);
  EXPECT_EQ(after.fields.at("full_name").value, "As the bus heard it");
  ASSERT_EQ(after.resolutions.size(), 1u);
  EXPECT_EQ(after.resolutions[0].resolved.actor, "leyla");
  EXPECT_EQ(after.resolutions[0].among.size(), 2u);
  EXPECT_TRUE(must(Reviews(files_->records).list({})).empty());
}

TEST_F(Acts, P15_Reviews_AreMadeAgainFromTheRecords) {
  must(reconciler_->act(setting("0123456789abcdef", "full_name", "As the centre heard it"), noon + 5'000));
  box_sets("full_name", "As the bus heard it");
  auto before = must(Reviews(files_->records).list({}));
  auto row = must(Applications(files_->records).get("lahore", "a1"));
  must(in_transaction(files_->records, [&]() -> Result<void> {
    TRY_VOID(Reviews(files_->records).close(before.at(0)));
    ApplicationRow lost = *row;
    lost.who = lost.institution = lost.state = "";
    TRY_VOID(Applications(files_->records).put(lost));
    return Records(files_->records).put_meta("lists", "1");  // as a file of an earlier program
  }));
  close();
  open();
  reconcile();
  EXPECT_EQ(must(Reviews(files_->records).list({})), before);
  auto again = must(Applications(files_->records).get("lahore", "a1"));
  EXPECT_EQ(again->who, row->who);
  EXPECT_EQ(again->institution, "registry");
  EXPECT_EQ(again->state, "held");
}

TEST_F(Acts, AuditorsCommand_IsNotAllowed) {
  put_person("omar", "Omar", rules::Role::auditor);
  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("omar", "123456")));
  auto body =
      "{\"cmd\":\"fedcba9876543210\",\"office\":\"lahore\",\"id\":\"a1\",\"set\":{\"phone\":\"1\"},\"over\":{}}";
  EXPECT_EQ(ask(both.page, post("commands/change_application", body, cookie)).status, 403);
  EXPECT_EQ(ask(both.page, post("commands/change_application", body)).status, 401);
}

TEST_F(Acts, ClerksChangeOfWhatTheFormRefuses_IsSaid) {
  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto body =
      "{\"cmd\":\"fedcba9876543210\",\"office\":\"lahore\",\"id\":\"a1\",\"set\":{\"born\":\"2999-01-01\"},\"over\":{}"
      "}";
  auto refused = ask(both.page, post("commands/change_application", body, cookie));
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_NE(refused.body.find("constraint_failed"), std::string::npos);
}

TEST_F(Acts, ApplicationView_NamesWhoWhenAndWhereFrom) {
  must(reconciler_->act(setting("0123456789abcdef", "full_name", "As the centre heard it"), noon + 5'000));
  box_sets("full_name", "As the bus heard it");
  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto body = ask(both.page, get("applications/lahore/a1", cookie)).body;
  for (const char* part : {"\"by\":\"Leyla\"", "\"from\":\"centre\"", "\"by\":\"Ayesha\"", "\"from\":\"bus-01\"",
                           "\"what\":\"document\",\"kind\":\"certificate\""})
    EXPECT_NE(body.find(part), std::string::npos) << part << "\n" << body;
  auto reviews = ask(both.page, get("reviews", cookie)).body;
  EXPECT_NE(reviews.find("\"kind\":\"held\""), std::string::npos) << reviews;
  EXPECT_NE(reviews.find("As the bus heard it"), std::string::npos) << reviews;
}

}  // namespace
}  // namespace karvan::central
