#include "sync/exchange/codec.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "sync/exchange/gone.h"
#include "tests/unit/sync/exchange/samples.h"

namespace karvan::exchange {
namespace {

using namespace samples;

bool same(const Request& a, const Request& b) { return write_request(a) == write_request(b); }

rc::Gen<std::string> name() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcxyz019-._"))),
                      [](std::string s) { return "n" + s.substr(0, 20); });
}

rc::Gen<Point> point() {
  return rc::gen::apply([](std::string epoch, std::uint64_t seq,
                           std::string seed) { return Point{std::move(epoch), seq, seal::sha256(seed)}; },
                        name(), rc::gen::inRange<std::uint64_t>(0, 1ull << 40), rc::gen::arbitrary<std::string>());
}

// Any text without a newline, control characters and broken UTF-8 included: a line is bytes.
rc::Gen<std::string> any_line() {
  return rc::gen::map(rc::gen::nonEmpty(rc::gen::arbitrary<std::string>()), [](std::string s) {
    for (char& c : s)
      if (c == '\n') c = ' ';
    return s;
  });
}

RC_GTEST_PROP(RequestCodec, Written_ReadsBackTheSame, ()) {
  Request request;
  request.node = *name();
  request.cursors = {*name(), *rc::gen::inRange<std::uint64_t>(0, 1 << 30), 2, 3};
  request.known = *rc::gen::container<std::vector<Point>>(point());
  request.known.resize(std::min(request.known.size(), epochs_max));
  request.want = {{*name(), 12, 40}};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    request.batches.push_back({{*point(), *rc::gen::arbitrary<bool>() ? std::optional(*point()) : std::nullopt,
                                *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(any_line()))},
                               "note\n\n"});
  auto read = decode_request(encode(request, 3));
  RC_ASSERT(read.has_value());
  RC_ASSERT(same(*read, request));
  RC_ASSERT(read->cursors == request.cursors);
  for (std::size_t i = 0; i < request.batches.size(); ++i)
    RC_ASSERT(read->batches[i].run.lines == request.batches[i].run.lines);
}

TEST(RequestCodec, WhatABoxSaysOfAForkAndOfWhatItLost_ReadsBackTheSame) {
  Request request;
  request.node = "bus-01";
  request.opened = Opened{"4471-0032-8856", "e5"};
  const Gone gone{"bus-01",
                  {{{"e1", 3, seal::sha256("3")}, {"e1", 9, seal::sha256("9")}}, {{"e2", 0, {}}, {"e2", 4, {}}}}};
  request.gone = seal::sign_note(write_gone(gone), node_key());
  auto read = decode_request(encode(request, 3));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->opened, request.opened);
  EXPECT_EQ(*parse_gone(*seal::open_note(read->gone, verifying(node_key()))), gone);
}

TEST(RequestCodec, MoreIsLostThanANoteHolds_IsMalformed) {
  Gone gone{"bus-01", std::vector<Gap>(gaps_max, Gap{{"e1", 3, {}}, {"e1", 9, {}}})};
  EXPECT_TRUE(parse_gone(write_gone(gone)));
  gone.gaps.push_back(gone.gaps.back());
  EXPECT_EQ(parse_gone(write_gone(gone)).error().code, Code::malformed);
  EXPECT_EQ(parse_gone("karvan/gone/v1\nbus-01 e1 3\n").error().code, Code::malformed);
}

RC_GTEST_PROP(AnswerCodec, Written_ReadsBackTheSame, ()) {
  Answer answer;
  answer.checkpoint = "note\n";
  answer.more = *rc::gen::arbitrary<bool>();
  std::uint64_t at = 1;
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) {
    Entry entry;
    entry.at = at++;
    if (*rc::gen::arbitrary<bool>()) {
      entry.epoch = epoch('a');
      entry.seq = *rc::gen::arbitrary<bool>() ? entry.at : 7;
    } else {
      entry.line = *any_line();
    }
    if (*rc::gen::inRange(0, 4) == 0) entry.verdict.fields["phone"] = model::Fate::lost;
    answer.entries.push_back(entry);
  }
  answer.documents.push_back({Feed::node, 5, "lease", "l1", *rc::gen::arbitrary<std::string>()});
  auto read = decode_answer(encode(answer, 19));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->entries == answer.entries);
  RC_ASSERT(read->documents == answer.documents);
  RC_ASSERT(read->more == answer.more);
}

TEST(AnswerCodec, ThousandOwnOperationsPlainlyApplied_CostOneLine) {
  Answer answer;
  for (std::uint64_t i = 1; i <= 1000; ++i) answer.entries.push_back({i, epoch('a'), i, {}, {}});
  EXPECT_LT(write_answer(answer).size(), 200u);
}

TEST(Codec, HundredOperations_GetSmaller) {
  Request request = build(outbox({run('a', 100, 200)}), node_key());
  EXPECT_LT(encode(request, 3).size() * 4, write_request(request).size());
}

TEST(Codec, SizeNotDeclared_IsRefused) {
  const std::string streamed("\x28\xb5\x2f\xfd\x00\x58\x19\x00\x00\x61\x62\x63", 12);
  auto read = unpack(streamed);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::body_too_large);
}

TEST(Codec, BombOverTheLimit_IsRefusedByItsDeclaration) {
  auto read = unpack(pack(std::string(plain_bytes_max + 1, 'a'), 3));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::body_too_large);
}

TEST(Codec, BytesAfterTheFrame_AreRefused) { EXPECT_EQ(unpack(pack("{}\n", 3) + "x").error().code, Code::malformed); }

TEST(Codec, EachTruncation_IsAnErrorAndNoMore) {
  std::string packed = encode(build(outbox({run('a', 3)}), node_key()), 3);
  for (std::size_t n = 0; n < packed.size(); ++n) EXPECT_FALSE(decode_request(packed.substr(0, n))) << n;
}

TEST(RequestCodec, UnknownMember_IsPassedOver) {
  auto read = parse_request("{\"karvan\":1,\"node\":\"bus-01\",\"at\":[0,0,0],\"colour\":\"red\"}\n");
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->node, "bus-01");
}

TEST(RequestCodec, OtherVersion_IsNamed) {
  auto read = parse_request("{\"karvan\":2,\"node\":\"bus-01\",\"at\":[0,0,0]}\n");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::version_unknown);
}

TEST(RequestCodec, LineOverTheLimit_IsRefused) {
  auto too_long = run('a', 1, line_bytes_max);
  EXPECT_EQ(parse_request(write_request(build(outbox({too_long}), node_key()))).error().code, Code::body_too_large);
}

TEST(RequestCodec, MoreOperationsThanSaid_AreRefused) {
  std::string text = write_request(build(outbox({run('a', 2)}), node_key()));
  text.replace(text.find("\"lines\":2"), 9, "\"lines\":1");
  EXPECT_FALSE(parse_request(text));
}

TEST(AnswerCodec, OwnRunBeyondTheLimit_IsRefused) {
  EXPECT_FALSE(parse_answer(
      "{\"karvan\":1,\"checkpoint\":\"\"}\n{\"own\":{\"at\":1,\"epoch\":\"a\",\"seq\":1,\"count\":4000000000}}\n"));
}

TEST(AnswerCodec, DocumentLongerThanTheMessage_IsRefused) {
  EXPECT_FALSE(
      parse_answer("{\"karvan\":1,\"checkpoint\":\"\"}\n{\"document\":{\"feed\":\"node\",\"at\":1,\"kind\":"
                   "\"lease\",\"name\":\"x\",\"bytes\":100}}\nshort\n"));
}

TEST(Patch, Applied_GivesTheWhole) {
  const std::string base(50'000, 'a'), full = base + "and more" + base;
  const auto patch = make_patch(base, full);
  EXPECT_LT(patch.size(), 100u);
  EXPECT_EQ(apply_patch(base, patch).value(), full);
  EXPECT_EQ(apply_patch("", make_patch("", "")).value(), "");
}

TEST(Patch, OfAnotherBase_IsRefusedOrGivesOtherBytes) {
  std::string base, other;
  for (std::uint32_t i = 1; base.size() < 50'000; i = i * 1664525U + 1013904223U) {
    base += static_cast<char>('a' + (i >> 24) % 26);
    other += static_cast<char>('a' + (i >> 20) % 26);
  }
  const std::string full = base + "and more";
  auto wrong = apply_patch(other, make_patch(base, full));
  EXPECT_TRUE(!wrong || *wrong != full);
}

TEST(Patch, DamagedOrTooLarge_IsRefused) {
  EXPECT_EQ(apply_patch("", "no frame").error().code, Code::malformed);
  auto patch = make_patch("base", "what follows it");
  EXPECT_FALSE(apply_patch("base", patch.substr(0, patch.size() - 3)));
  EXPECT_EQ(apply_patch("", make_patch("", std::string(document_bytes_max + 1, 'x'))).error().code,
            Code::body_too_large);
}

RC_GTEST_PROP(Patch, AnyTwoTexts_ComeBack, (const std::string& base, const std::string& full)) {
  RC_ASSERT(apply_patch(base, make_patch(base, full)).value() == full);
}

TEST(Documents, ABase_IsCarried) {
  Answer answer;
  answer.checkpoint = "c";
  answer.documents = {{Feed::reference, 7, "service", "new", "patch", "old"}};
  EXPECT_EQ(parse_answer(write_answer(answer))->documents, answer.documents);
  Request request;
  request.node = "bus-01";
  request.patches = true;
  EXPECT_TRUE(parse_request(write_request(request))->patches);
  EXPECT_FALSE(parse_request(write_request(Request{.node = "bus-01"}))->patches);
}

}  // namespace
}  // namespace karvan::exchange
