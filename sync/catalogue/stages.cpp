#include <algorithm>

#include "sync/catalogue/catalogue.h"

namespace karvan::catalogue {

namespace {

bool names_file(const Template& paper, const form::Form& form) {
  const auto fields = paper.depends_on();
  return std::any_of(fields.begin(), fields.end(), [&](const std::string& field) {
    const form::Question* question = form.question(field);
    return question && form::is_attachment(question->type);
  });
}

}  // namespace

const std::vector<Stage>& default_stages() {
  using Needs = std::vector<std::string>;
  auto stage = [](const char* id, int number, const char* by, int hours, Needs needs, const char* en, const char* ur,
                  const char* az) {
    return Stage{id, number, {{"en", en}, {"ur", ur}, {"az", az}}, std::move(needs), hours, by};
  };
  static const std::vector<Stage> stages = {
      stage("token_issued", 1, "desk", 0, {}, "Token issued", "ٹوکن جاری ہوا", "Növbə nömrəsi verildi"),
      stage("filed", 2, "desk", 0, {}, "Application filed", "درخواست جمع ہوئی", "Ərizə qəbul edildi"),
      stage("identity_checked", 3, "desk", 1, {"filed"}, "Identity checked", "شناخت کی تصدیق ہوئی",
            "Şəxsiyyət yoxlanıldı"),
      stage("documents_captured", 4, "desk", 1, {"filed"}, "Documents captured", "دستاویزات محفوظ ہوئیں",
            "Sənədlər skan edildi"),
      stage("biometrics_captured", 5, "desk", 1, {"filed"}, "Biometrics captured", "بایومیٹرکس حاصل ہوئے",
            "Biometrik məlumatlar götürüldü"),
      stage("fee_assessed", 6, "desk", 1, {"filed"}, "Fee assessed", "فیس کا تعین ہوا", "Rüsum hesablandı"),
      stage("fee_paid", 7, "desk", 1, {"fee_assessed"}, "Fee paid", "فیس ادا ہوئی", "Rüsum ödənildi"),
      stage("reviewed", 8, "supervisor", 8, {"filed"}, "Reviewed", "جانچ مکمل ہوئی", "Yoxlanıldı"),
      stage("received_by_centre", 9, "centre", 40, {"filed"}, "Received by the centre", "مرکز کو موصول ہوئی",
            "Mərkəz qəbul etdi"),
      stage("accepted_by_institution", 10, "institution", 16, {"received_by_centre"}, "Accepted by the institution",
            "ادارے نے قبول کی", "Qurum icraata götürdü"),
      stage("decided", 11, "institution", 80, {"accepted_by_institution"}, "Decided", "فیصلہ ہوا", "Qərar verildi"),
      stage("document_issued", 12, "desk", 40, {"decided", "fee_paid"}, "Document issued", "دستاویز جاری ہوئی",
            "Sənəd verildi"),
      stage("delivered", 13, "desk", 80, {"document_issued"}, "Delivered", "حوالے کی گئی", "Təhvil verildi"),
  };
  return stages;
}

std::vector<Stage> stages_of(Policy policy) {
  auto stages = default_stages();
  for (Stage& stage : stages) {
    if (stage.id != "document_issued" || policy == Policy::collect) continue;
    if (policy == Policy::online) {
      stage.by = "institution";
      stage.target_hours = 16;
    } else {
      stage.prerequisites = {"fee_paid"};
      stage.target_hours = 1;
    }
  }
  return stages;
}

std::vector<std::string> default_reopens(const std::vector<Stage>& stages) {
  std::vector<std::string> out;
  for (const Stage& stage : stages)
    if (stage.id == "filed" || stage.id == "reviewed") out.push_back(stage.id);
  return out;
}

std::string default_keep_until(const Service& service) {
  const bool printed = std::any_of(service.templates.begin(), service.templates.end(),
                                   [&](const Template& paper) { return names_file(paper, service.form); });
  const Stage* stage = service.stage(printed ? "document_issued" : "reviewed");
  return stage ? stage->id : "";
}

}  // namespace karvan::catalogue
