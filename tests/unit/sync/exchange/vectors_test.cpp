#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/model/json.h"
#include "sync/exchange/bundle.h"
#include "sync/exchange/codec.h"
#include "sync/exchange/epoch_code.h"
#include "sync/exchange/gone.h"
#include "tests/unit/sync/exchange/samples.h"

// sync/vectors.json is what sync/PROTOCOL.md says, as bytes, for who writes another client.
namespace karvan::exchange {
namespace {

using namespace samples;

constexpr auto path = "sync/vectors.json";
constexpr auto challenge = "0742-9913";  // of the code in the request's `opened`

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

seal::SigningKey key_of(const std::string& name, char fill) {
  return seal::signing_key_of_seed(name, std::string(32, fill));
}

json::object write_key(const seal::SigningKey& key) {
  return {{"name", key.name}, {"seed", seal::to_hex(seal::seed_of(key))}, {"key", seal::to_text(verifying(key))}};
}

struct Vectors {
  seal::SigningKey node = key_of("bus-01", 'n'), centre = key_of("centre", 'c');
  Run log;
  Request request;
  Answer answer;

  Vectors() {
    log.after = {epoch('1'), 0, seal::sha256("the last operation of the epoch before")};
    log.prior = Point{epoch('0'), 7, log.after.hash};
    for (std::uint64_t seq = 1; seq <= 3; ++seq) log.lines.push_back(line(seq));
    log.lines[1] = write_erased({2, seal::sha256(line(2))});
    Outbox out = outbox({log});
    out.cursors = {"c0ffee0123456789", 12, 3, 4, std::string(16, 'a'), "", std::string(16, 'b')};
    out.known = {log.after};
    out.want = {{"receipt", 40, 120}};
    request = build(out, node);
    request.opened = Opened{*epoch_code(centre, verifying(node), "bus-01", challenge), epoch('1')};
    const Gap gap{{epoch('0'), 7, log.after.hash}, {epoch('0'), 9, seal::sha256("what it had written last")}};
    request.gone = seal::sign_note(write_gone({"bus-01", {gap}}), node);
    Checkpoint ends{"c0ffee0123456789", "bus-01", 15, 4, 4, 2};
    ends.office_hash = seal::sha256("office");
    ends.node_hash = seal::sha256("node");
    ends.reference_hash = seal::sha256("reference");
    answer.receipts = {end()};
    answer.documents = {{Feed::node, 4, "staff", "asma", R"({"id":"asma"})"}};
    answer.snapshots = {{14, "lahore/feedback/1", "{}"}};
    Entry held{15, "", 0, line(9), {}};
    held.verdict.fields["full_name"] = model::Fate::held;
    answer.entries = {{13, epoch('1'), 1, "", {}}, {14, epoch('1'), 2, "", {}}, held};
    answer.checkpoint = seal::sign_note(write_checkpoint(ends), centre);
  }
  Point end() const {
    Point at = log.after;
    for (const auto& l : log.lines) at.hash = seal::chain(at.hash, digest_of_line(l));
    at.seq += log.lines.size();
    return at;
  }
  json::array hashes() const {
    json::array list;
    auto hash = log.after.hash;
    for (const auto& l : log.lines)
      list.push_back(json::value(seal::to_hex(hash = seal::chain(hash, digest_of_line(l)))));
    return list;
  }
  json::array feed() const {
    json::array items;
    seal::Digest hash{};
    const auto digest = seal::sha256(line(9));
    for (const auto& item : {FeedItem{1, "office/lahore", "op", "bus-01/e1/9", digest, R"({"op":"waiting"})"},
                             FeedItem{2, "office/lahore", "op", "bus-01/e1/9", digest, "{}"}}) {
      hash = feed_chain(hash, item);
      items.push_back(json::object{{"at", item.at},
                                   {"feed", item.feed},
                                   {"kind", item.kind},
                                   {"id", item.id},
                                   {"digest", seal::to_hex(item.digest)},
                                   {"verdict", item.verdict},
                                   {"hash", seal::to_hex(hash)}});
    }
    return items;
  }
  std::string stick() const {
    BundleWriter bundle;
    auto text = bundle.begin({BundleKind::work, "bus-01", epoch('1'), {}});
    text += bundle.message("a frame");
    text += bundle.file(seal::to_hex(seal::sha256("a file")), 6);
    text += bundle.piece("a file");
    text += bundle.file_end();
    return text + bundle.end(node);
  }
  // One member a line.
  std::string write() const {
    json::array lines;
    for (const auto& l : log.lines) lines.push_back(json::value(l));
    const std::pair<std::string_view, json::value> members[] = {{"node", write_key(node)},
                                                                {"centre", write_key(centre)},
                                                                {"after", write_point(log.after)},
                                                                {"prior", write_point(*log.prior)},
                                                                {"lines", lines},
                                                                {"hashes", hashes()},
                                                                {"head", json::value(request.batches.at(0).head)},
                                                                {"request", json::value(write_request(request))},
                                                                {"checkpoint", json::value(answer.checkpoint)},
                                                                {"answer", json::value(write_answer(answer))},
                                                                {"feed", feed()},
                                                                {"stick", json::value(stick())},
                                                                {"challenge", json::value(challenge)}};
    std::string text = "{";
    for (const auto& [name, value] : members)
      text += std::string(text.size() > 1 ? ",\n " : "\n ") + "\"" + std::string(name) + "\":" + json::write(value);
    return text + "\n}\n";
  }

 private:
  static json::array write_point(const Point& at) { return {at.epoch, at.seq, seal::to_hex(at.hash)}; }
};

TEST(Vectors, WhatTheProgramWrites_IsWhatTheFileSays) {
  const auto fresh = Vectors().write();
  const auto kept = read(path);
  if (fresh == kept) return;
  const auto beside = std::filesystem::temp_directory_path() / "vectors.json";
  std::ofstream(beside, std::ios::binary) << fresh;
  FAIL() << path << " says otherwise than " << beside;
}

TEST(Vectors, WhatTheFileSays_IsReadAndHolds) {
  auto kept = json::parse_object(read(path), 1 << 20);
  ASSERT_TRUE(kept);
  const auto text = [&](std::string_view name) { return json::string_or(*kept, name); };
  auto request = parse_request(text("request"));
  ASSERT_TRUE(request) << describe(request.error());
  EXPECT_TRUE(verify(request->batches.at(0), "bus-01", verifying(key_of("bus-01", 'n'))));
  EXPECT_TRUE(seal::open_note(request->gone, verifying(key_of("bus-01", 'n'))));
  const auto code = epoch_code(key_of("bus-01", 'n'), verifying(key_of("centre", 'c')), "bus-01", text("challenge"));
  EXPECT_EQ(request->opened->code, *code);
  auto answer = parse_answer(text("answer"));
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_TRUE(seal::open_note(answer->checkpoint, verifying(key_of("centre", 'c'))));
  EXPECT_EQ(answer->entries.size(), 3u);
}

}  // namespace
}  // namespace karvan::exchange
