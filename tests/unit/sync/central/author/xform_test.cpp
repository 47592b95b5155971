#include "sync/central/author/xform.h"

#include <pugixml.hpp>

#include "tests/unit/sync/central/author/forms.h"

namespace karvan::central::author {
namespace {

// The XForm of a form, and what is asked of it.
struct Written {
  pugi::xml_document document;
  explicit Written(const form::Definition& form) {
    EXPECT_TRUE(document.load_string(write_xform(form).c_str(), pugi::parse_full));
  }
  pugi::xml_node at(const std::string& path) const { return document.select_node(path.c_str()).node(); }
  std::string attribute(const std::string& path, const char* name) const { return at(path).attribute(name).value(); }
  std::string bind(const std::string& nodeset, const char* name) const {
    return attribute("//bind[@nodeset='" + nodeset + "']", name);
  }
  std::string text(const std::string& language, const std::string& id) const {
    std::string out;
    const std::string value = "//translation[@lang='" + language + "']/text[@id='" + id + "']/value[not(@form)]";
    for (auto part : at(value).children()) {
      out += part.type() == pugi::node_pcdata ? part.value() : "<" + std::string(part.attribute("value").value()) + ">";
    }
    return out;
  }
};

Written written(const std::string& folder) { return Written(compiled(forms_in("supported"), folder).value()); }

class Every : public testing::TestWithParam<std::string> {};

TEST_P(Every, SupportedForm_IsWellFormedAndNamesOnlyItsNodes) {
  auto form = compiled(forms_in("supported"), GetParam());
  ASSERT_TRUE(form) << form.error();
  Written xform(*form);
  EXPECT_EQ(write_xform(*form).find("${"), std::string::npos);
  for (auto found : xform.document.select_nodes("//bind/@nodeset | //h:body//*/@ref[starts-with(., '/data')]")) {
    const std::string path = found.attribute().value();
    EXPECT_TRUE(xform.at("//instance" + path)) << path;
  }
  for (auto found :
       xform.document.select_nodes("//*/@ref[starts-with(., 'jr:itext(')] | //bind/@*[starts-with(., 'jr:itext(')]")) {
    std::string id = found.attribute().value();
    if (id == "jr:itext(itextId)") continue;
    id = id.substr(10, id.size() - 12);
    for (const auto& language : form->languages)
      EXPECT_TRUE(xform.at("//translation[@lang='" + language + "']/text[@id='" + id + "']")) << id;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Every, testing::ValuesIn(folders_in("supported")),
                         [](const auto& info) { return info.param; });

TEST(XForm, Types_AreThoseOfOdk) {
  EXPECT_EQ(written("text_and_numbers").bind("/data/children", "type"), "int");
  EXPECT_EQ(written("dates").bind("/data/moment", "type"), "dateTime");
  auto places = written("places_and_codes");
  EXPECT_EQ(places.bind("/data/place", "type"), "geopoint");
  EXPECT_EQ(places.bind("/data/place", "required"), "true()");
  EXPECT_EQ(places.bind("/data/parcel", "type"), "barcode");
  auto files = written("files");
  EXPECT_EQ(files.bind("/data/letter", "type"), "binary");
  EXPECT_EQ(files.attribute("//upload[@ref='/data/letter']", "mediatype"), "application/*");
  EXPECT_EQ(files.attribute("//upload[@ref='/data/signed']", "appearance"), "signature");
}

TEST(XForm, Choices_AreItemsetsOfSecondaryInstances) {
  auto form = written("choices");
  EXPECT_EQ(form.attribute("//select1[@ref='/data/town']/itemset", "nodeset"),
            "instance('town')/root/item[district = /data/district]");
  EXPECT_STREQ(form.at("//instance[@id='town']/root/item[2]/name").text().get(), "shujabad");
  EXPECT_STREQ(form.at("//instance[@id='town']/root/item[2]/district").text().get(), "multan");
  EXPECT_EQ(form.text("en", form.at("//instance[@id='town']/root/item[2]/itextId").text().get()), "Shujabad");
  EXPECT_TRUE(form.at("//h:body/select[@ref='/data/papers']"));
  EXPECT_TRUE(form.at("//h:body/trigger[@ref='/data/agreed']"));
}

TEST(XForm, NamesInARepeat_ArePathsWithinTheInstance) {
  auto form = written("repeats");
  EXPECT_TRUE(form.at("//data/households[@jr:template]/members/member_age"));
  EXPECT_EQ(form.bind("/data/households/members/member_place", "calculate"), "position(..)");
  EXPECT_EQ(form.bind("/data/households/household_ages", "calculate"), "sum(../members/member_age)");
  EXPECT_EQ(form.bind("/data/people", "calculate"), "count(/data/households/members)");
  EXPECT_EQ(form.bind("/data/first_plate", "calculate"), "indexed-repeat(/data/vehicle/plate, /data/vehicle, 1)");
  EXPECT_EQ(form.attribute("//repeat[@nodeset='/data/vehicle']", "jr:count"), "/data/vehicles");
  EXPECT_EQ(form.attribute("//repeat[@nodeset='/data/wheel']", "jr:count"), "/data/wheel_count");
  EXPECT_EQ(form.bind("/data/wheel_count", "calculate"), "/data/vehicles * 4");
  EXPECT_EQ(form.bind("/data/witness_count", "calculate"), "2");
  EXPECT_TRUE(form.at("//group[@ref='/data/households']/repeat/group/repeat/input"));
}

TEST(XForm, Words_AreInEveryLanguageWithMediaGuidanceAndOutputs) {
  auto form = written("languages_and_media");
  EXPECT_EQ(form.text("ur", "/data/age:label"), "آپ کی عمر کیا ہے؟");
  EXPECT_STREQ(form.at("//translation[@lang='ur']/text[@id='/data/age:label']/value[@form='audio']").text().get(),
               "jr://audio/age_ur.ogg");
  EXPECT_STREQ(form.at("//translation[@lang='ur']/text[@id='/data/age:label']/value[@form='image']").text().get(),
               "jr://images/years.png");
  EXPECT_STREQ(form.at("//translation[@lang='en']/text[@id='/data/age:hint']/value[@form='guidance']").text().get(),
               "Count the years that are full");
  EXPECT_EQ(form.bind("/data/age", "jr:constraintMsg"), "jr:itext('/data/age:jr:constraintMsg')");
  EXPECT_EQ(form.text("ur", "/data/age:jr:requiredMsg"), "عمر لکھیں");
  EXPECT_EQ(form.attribute("//translation[@lang='en']", "default"), "true()");
  EXPECT_EQ(written("groups").text("en", "/data/guardian:label"), "Guardian of </data/full_name>");
  EXPECT_EQ(written("tables").text("en", "/data/told:label"), "</data/tariff> for each </data/unit>");
}

TEST(XForm, FirstValuesAndTriggers_AreSetvalues) {
  auto form = written("first_values");
  EXPECT_STREQ(form.at("//instance/data/country").text().get(), "Pakistan");
  EXPECT_EQ(form.attribute("//model/setvalue[@ref='/data/filed_on']", "value"), "today()");
  EXPECT_EQ(form.attribute("//model/setvalue[@ref='/data/filed_on']", "event"), "odk-instance-first-load");
  EXPECT_EQ(form.attribute("//input[@ref='/data/street']/setvalue", "ref"), "/data/last_street");
  EXPECT_EQ(form.attribute("//input[@ref='/data/country']/setvalue", "event"), "xforms-value-changed");
  EXPECT_EQ(form.bind("/data/last_street", "calculate"), "");
  EXPECT_EQ(form.bind("/data/country", "readonly"), "true()");
}

TEST(XForm, FirstValueInARepeat_IsSetForEachInstance) {
  auto form = compiled_survey("type,name,label,default\nbegin_repeat,r,R,\ndate,d,D,today()\nend_repeat,,,\n");
  ASSERT_TRUE(form) << form.error();
  Written xform(*form);
  EXPECT_EQ(xform.attribute("//repeat/setvalue[@ref='/data/r/d']", "event"), "odk-instance-first-load odk-new-repeat");
  EXPECT_FALSE(xform.at("//model/setvalue"));
}

TEST(XForm, FilterInARepeat_BeginsAtTheQuestion) {
  auto form = compiled_survey(
      "type,name,label,choice_filter\nbegin_repeat,r,R,\nselect_one l,a,A,\nselect_one l,b,B,of = "
      "${a}\nend_repeat,,,\n",
      "list_name,name,label,of\nl,x,X,\nl,y,Y,x\n");
  ASSERT_TRUE(form) << form.error();
  EXPECT_EQ(Written(*form).attribute("//select1[@ref='/data/r/b']/itemset", "nodeset"),
            "instance('l')/root/item[of = current()/../a]");
}

TEST(XForm, Metadata_IsPreloaded) {
  auto form = written("metadata");
  EXPECT_EQ(form.bind("/data/start", "jr:preload"), "timestamp");
  EXPECT_EQ(form.bind("/data/deviceid", "jr:preloadParams"), "deviceid");
  EXPECT_EQ(form.bind("/data/today", "type"), "date");
  EXPECT_FALSE(form.at("//h:body//*[@ref='/data/start']"));
  EXPECT_EQ(form.bind("/data/meta/instanceID", "jr:preload"), "uid");
}

TEST(XForm, Tables_AreSecondaryInstances) {
  auto form = written("tables");
  EXPECT_EQ(form.bind("/data/tariff", "calculate"), "string(instance('tariffs')/root/item[code = /data/goods]/rate)");
  EXPECT_STREQ(form.at("//instance[@id='tariffs']/root/item[1]/rate").text().get(), "12.5");
}

TEST(XForm, TextsWithMarkup_AreWrittenAsText) {
  auto form = compiled_survey("type,name,label,relevant\ntext,a,A <b> & c,\ntext,b,B,${a} < 3 and ${a} != '&'\n");
  ASSERT_TRUE(form) << form.error();
  Written xform(*form);
  EXPECT_EQ(xform.text("en", "/data/a:label"), "A <b> & c");
  EXPECT_EQ(xform.bind("/data/b", "relevant"), "/data/a < 3 and /data/a != '&'");
}

TEST(XForm, SameForm_GivesTheSameBytes) {
  auto form = compiled(forms_in("supported"), "repeats").value();
  EXPECT_EQ(write_xform(form), write_xform(form));
}

}  // namespace
}  // namespace karvan::central::author
