#include "sync/central/receive/patches.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/central/fixture.h"

namespace karvan::central {
namespace {

using namespace testing;

constexpr std::size_t wire_bytes_max = 20'000;  // of one changed service, DESIGN section 9

// Words that no compressor knows beforehand: what authors write does not repeat itself either.
class Writer {
 public:
  std::string words(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      if (!out.empty()) out += ' ';
      for (int letters = 3 + next() % 7; letters > 0; --letters) out += static_cast<char>('a' + next() % 26);
    }
    return out;
  }
  form::Texts texts(int count) { return {{"az", words(count)}, {"en", words(count)}, {"ur", words(count)}}; }
  std::string digest() { return seal::to_hex(seal::sha256(words(3))); }

 private:
  int next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int>(state_ >> 40);
  }
  std::uint64_t state_ = 7;
};

form::Question question(const std::string& name, Writer& writer) {
  form::Question q;
  q.name = name;
  q.label = writer.texts(6);
  q.hint = writer.texts(8);
  q.constraint_message = writer.texts(8);
  q.binds.constraint = "string-length(.) < 40";
  return q;
}

// 250 questions in three languages.
form::Definition big_form() {
  Writer writer;
  form::Definition d;
  d.id = "big";
  d.languages = {"az", "en", "ur"};
  for (std::size_t i = 0; i < 250; ++i) {
    d.questions.push_back(question("q" + std::to_string(i), writer));
    d.children.push_back({false, i});
  }
  return d;
}

std::string bytes_of(const form::Definition& definition) {
  catalogue::Service s{.id = "domicile", .version = {}, .form = form::Form::make(definition).value()};
  s.title = {{"en", "Big"}};
  s.stages = catalogue::default_stages();
  return json::write(catalogue::write(s));
}

class Changed : public Centre {
 protected:
  Changed() {
    enrol(box_);
    box_.cursors.centre_epoch = "c1";
    Writer writer;
    for (int i = 0; i < 400; ++i)
      manifest_.services["service-" + std::to_string(i)].versions = {{writer.digest(), ""},
                                                                     {writer.digest(), "2026-12-01"}};
    manifest_.services["domicile"].versions = {{version_, ""}};
    manifest_.number = 1;
  }
  // What a publishing of one service adds to the reference feed. Gives its version.
  std::string append(const std::string& bytes) {
    const std::string version = seal::to_hex(seal::sha256(bytes));
    manifest_.services["domicile"].versions.push_back({version, ""});
    ++manifest_.number;
    must(in_transaction(files_->records, [&]() -> Result<void> {
      Feeds feeds(files_->records);
      TRY_VOID(feeds.append(DocumentRow{"reference", 0, "service", version, bytes}));
      TRY_VOID(feeds.append(DocumentRow{"reference", 0, "manifest", "catalogue", note()}));
      return {};
    }));
    return version;
  }
  std::string note() const { return seal::sign_note(catalogue::write(manifest_), keys_.signing); }
  exchange::Request asked(bool patches) {
    auto request = box_.request();
    request.patches = patches;
    return request;
  }
  void up_to_date() { box_.cursors.reference = must(Feeds(files_->records).end(reference_feed)); }

  Box box_{"bus-01"};
  catalogue::Manifest manifest_;
};

TEST_F(Changed, AService_ComesAsAPatchOfTheVersionBefore) {
  const auto first = bytes_of(big_form());
  append(first);
  const std::string before = note();
  up_to_date();
  auto definition = big_form();
  definition.questions[100].label["ur"] = "another word";
  const auto second = bytes_of(definition);
  const auto version = append(second);
  auto documents = answer(asked(true)).documents;
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0].name, version);
  EXPECT_EQ(documents[0].base, seal::to_hex(seal::sha256(first)));
  EXPECT_EQ(exchange::apply_patch(first, documents[0].body).value(), second);
  EXPECT_EQ(documents[1].base, seal::to_hex(seal::sha256(before)));
  EXPECT_EQ(exchange::apply_patch(before, documents[1].body).value(), note());
}

// What a node pays for one changed service, with a manifest of 400: the whole answer on the wire.
TEST_F(Changed, OneOf250QuestionsInThreeLanguages_CostsUnder20KB) {
  append(bytes_of(big_form()));
  up_to_date();
  Writer other;
  auto definition = big_form();
  for (std::size_t i = 0; i < 5; ++i) definition.questions[i * 50].label = other.texts(10);
  definition.questions.push_back(question("added", other));
  definition.children.push_back({false, 250});
  append(bytes_of(definition));
  const auto wire = must(receiver_->answer(Accepted{asked(true), {}}));
  EXPECT_LT(wire.size(), wire_bytes_max);
  const auto whole = must(receiver_->answer(Accepted{asked(false), {}}));
  EXPECT_GT(whole.size(), wire_bytes_max);  // so that it is the patch that does it
  RecordProperty("wire_bytes", static_cast<int>(wire.size()));
  RecordProperty("whole_bytes", static_cast<int>(whole.size()));
}

TEST_F(Changed, ANodeThatTakesNoPatches_GetsThemWhole) {
  const auto first = bytes_of(big_form());
  append(first);
  auto documents = answer(asked(false)).documents;
  ASSERT_EQ(documents.size(), 3u);
  EXPECT_EQ(documents[1].body, first);
  EXPECT_EQ(documents[2].base, "");
}

TEST_F(Changed, ANodeThatComesBackLate_GetsEachVersionButOnlyTheLastManifest) {
  up_to_date();
  auto definition = big_form();
  std::vector<std::string> versions;
  for (const char* label : {"one", "two", "three"}) {
    definition.questions[0].label["en"] = label;
    versions.push_back(append(bytes_of(definition)));
  }
  auto documents = answer(asked(true)).documents;
  ASSERT_EQ(documents.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(documents[i].name, versions[i]);
  EXPECT_EQ(documents[2].base, versions[1]);
  EXPECT_EQ(documents[3].kind, "manifest");
}

}  // namespace
}  // namespace karvan::central
