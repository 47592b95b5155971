#include "tests/unit/node/api/desk.h"
#include "tests/unit/node/counter/pictures.h"

// Captures, files that the page brings, and the way back to the desk.
namespace karvan::api {
namespace {

struct UploadRoute : testing::Test {
  UploadRoute() {
    desk.sign_in();
    draft = desk.started();
  }
  http::Request bringing(std::string bytes, const std::string& media = "image/jpeg",
                         const std::string& question = "photo") {
    auto request = desk.request("POST", "captures/upload", std::move(bytes));
    request.headers["content-type"] = media;
    request.query = {{"draft", draft}, {"question", question}};
    return request;
  }
  samples::Desk desk{counter::samples::with_captures};
  std::string draft;
  const std::string jpeg = "\xff\xd8\xff\xe0 a face";
};

TEST_F(UploadRoute, File_AnswersTheQuestionAndComesBack) {
  auto response = desk.send(bringing(jpeg));
  ASSERT_EQ(response.status, 200) << response.body;
  auto hash = desk.text(response, "hash");
  auto now = desk.object(desk.get("drafts/" + draft));
  EXPECT_EQ(now.at("questions").at("photo").at("value").as_string(), hash);
  EXPECT_EQ(now.at("attachments").at(0).at("hash").as_string(), hash);
  auto back = desk.get("attachments/" + hash);
  EXPECT_EQ(back.body, jpeg);
  EXPECT_EQ(desk.header(back, "Content-Type"), "image/jpeg");
  EXPECT_EQ(desk.header(back, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(desk.header(back, "Cache-Control"), "no-store");
}

TEST_F(UploadRoute, Refusals_NameTheirReason) {
  EXPECT_EQ(desk.type(desk.send(bringing("<html>"))), "field_wrong_type");
  EXPECT_EQ(desk.type(desk.send(bringing(""))), "field_missing");
  EXPECT_EQ(desk.send(bringing(jpeg, "text/plain")).status, 400);
  EXPECT_EQ(desk.send(bringing(jpeg + std::string(body_bytes_max, 'x'))).status, 413);
  EXPECT_EQ(desk.type(desk.send(bringing(jpeg, "image/jpeg", "nobody"))), "unknown_question");
  EXPECT_EQ(desk.type(desk.send(bringing(jpeg, "image/jpeg", "thumb"))), "reason_missing");
  EXPECT_TRUE(desk.files.empty());
}

TEST_F(UploadRoute, P13_WhyNoDeviceCouldHaveIt_ComesInAHeader_AndAnAddressThatSaysItCountsForNothing) {
  auto thumb = bringing(jpeg, "image/jpeg", "thumb");
  thumb.query["exception"] = "no hands";
  EXPECT_EQ(desk.type(desk.send(thumb)), "reason_missing");
  thumb.headers["karvan-exception"] = "%zz";
  EXPECT_EQ(desk.type(desk.send(thumb)), "malformed");
  thumb.headers["karvan-exception"] = std::string(counter::reason_bytes_max + 1, 'x');
  EXPECT_EQ(desk.type(desk.send(thumb)), "malformed");
  thumb.headers["karvan-exception"] = "%DB%81%D8%A7%D8%AA%DA%BE%20zakhmi";
  EXPECT_EQ(desk.send(thumb).status, 200);
}

TEST_F(UploadRoute, FromAnotherSiteOrNobody_IsRefused) {
  auto elsewhere = bringing(jpeg);
  elsewhere.headers["origin"] = "https://elsewhere.example";
  EXPECT_EQ(desk.type(desk.send(elsewhere)), "origin_not_allowed");
  desk.cookie = "";
  EXPECT_EQ(desk.type(desk.send(bringing(jpeg))), "not_signed_in");
  EXPECT_TRUE(desk.files.empty());
}

TEST_F(UploadRoute, KeyErased_IsUnknown) {
  auto hash = desk.text(desk.send(bringing(jpeg)), "hash");
  EXPECT_EQ(desk.type(desk.get("attachments/" + std::string(64, 'e'))), "unknown_attachment");
  auto& store = desk.box.store();
  ASSERT_TRUE(store.begin());
  ASSERT_TRUE(store.attachments().file(hash, "e", 1));
  ASSERT_TRUE(store.attachments().erase_keys(draft));
  ASSERT_TRUE(store.commit());
  EXPECT_EQ(desk.type(desk.get("attachments/" + hash)), "unknown_attachment");
}

TEST_F(UploadRoute, P11_DamagedFile_IsToldUntilItIsBroughtAgain) {
  const auto id = desk.filed();
  auto late = bringing(jpeg);
  late.query = {{"application", id}, {"question", "photo"}};
  const auto hash = desk.text(desk.send(late), "hash");
  auto state = [&] {
    return desk.object(desk.get("applications/" + id)).at("attachments").at(0).at("state").as_string();
  };
  auto damage = [&] { return desk.object(desk.get("status")).at("damage"); };
  EXPECT_EQ(state(), "waiting");
  EXPECT_TRUE(damage().is_null());
  ASSERT_TRUE(desk.box.store().begin());
  ASSERT_TRUE(desk.box.core->book().note_damaged(hash));
  ASSERT_TRUE(desk.box.store().commit());
  EXPECT_EQ(state(), "damaged");
  EXPECT_EQ(damage().at("files").as_int64(), 1);
  EXPECT_TRUE(damage().at("database").is_null());
  late.body = jpeg + " again";
  EXPECT_NE(desk.text(desk.send(late), "hash"), hash);
  EXPECT_EQ(state(), "waiting");
  EXPECT_TRUE(damage().is_null());
}

TEST_F(UploadRoute, Capture_IsFollowedByItsId) {
  (void)desk.post(core::DevicesAnswer{{{"cam-1", "camera", "Camera", line::Life::enabled, {}, ""}}});
  desk.pump();
  auto started = desk.give("start_capture", R"("draft":")" + draft + R"(","question":"photo")");
  auto id = desk.text(started, "capture");
  auto now = desk.object(desk.get("captures/" + id));
  EXPECT_EQ(now.at("state").as_string(), "waiting");
  EXPECT_EQ(now.at("device").as_string(), "cam-1");
  EXPECT_EQ(now.at("seen").as_int64(), 2);
  EXPECT_EQ(desk.give("cancel_capture", R"("capture":")" + id + R"(")").status, 200);
  EXPECT_EQ(desk.object(desk.get("captures/" + id)).at("state").as_string(), "cancelled");
  EXPECT_EQ(desk.type(desk.get("captures/nobody")), "unknown_capture");
}

TEST_F(UploadRoute, Devices_TellOfTheirTests) {
  (void)desk.post(core::DevicesAnswer{{{"cam-1", "camera", "Camera", line::Life::enabled, {}, ""}}});
  desk.pump();
  EXPECT_TRUE(desk.list(desk.get("devices")).at(0).at("test").is_null());
  EXPECT_EQ(desk.give("test_device", R"("device":"cam-1")").status, 200);
  EXPECT_EQ(desk.list(desk.get("devices")).at(0).at("test").at("outcome").as_string(), "running");
  (void)desk.post(core::TestAnswer{"cam-1", std::nullopt});
  desk.pump();
  EXPECT_EQ(desk.list(desk.get("devices")).at(0).at("test").at("outcome").as_string(), "passed");
}

}  // namespace
}  // namespace karvan::api
