#include <gtest/gtest.h>

#include "sync/central/cli/commands.h"

namespace karvan::central {
namespace {

TEST(CatalogueXform, ServiceOfAFolder_IsGivenAsXml) {
  auto form = catalogue_xform("deploy/catalogue", "domicile");
  ASSERT_TRUE(form);
  const std::string xml(form->at("xform").as_string());
  EXPECT_TRUE(xml.starts_with("<?xml version=\"1.0\"")) << xml.substr(0, 100);
  EXPECT_NE(xml.find("<bind nodeset=\"/data/applicant/cnic\""), std::string::npos);
}

TEST(CatalogueXform, FormWithFaults_TellsThem) {
  auto form = catalogue_xform("tests/data/forms/refused", "circles");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->at("faults").as_array().size(), 1u);
}

TEST(CatalogueXform, NoSuchService_IsNotFound) {
  auto form = catalogue_xform("deploy/catalogue", "nowhere");
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error().code, Code::not_found);
}

}  // namespace
}  // namespace karvan::central
