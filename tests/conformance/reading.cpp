// What PROTOCOL.md's chapter on captures says of an answer and its file.
#include <array>
#include <regex>
#include <set>

#include "tests/conformance/wire.h"

namespace karvan::conformance {
namespace {

const std::set<std::string> card_fields = {"full_name",  "father_name", "husband_name", "identity", "birth_date",
                                           "issue_date", "expiry_date", "sex",          "address",  "country"};
constexpr std::size_t fields_max = 64, field_bytes_max = 1'024;

struct Size {
  std::int64_t width = -1, height = -1;
};

std::int64_t pair_at(const std::string& file, std::size_t at) {
  return static_cast<unsigned char>(file[at]) * 256 + static_cast<unsigned char>(file[at + 1]);
}

// From the frame header of a JPEG (ITU-T T.81, B.2.2).
Size size_of_jpeg(const std::string& file) {
  for (std::size_t at = 2; at + 9 < file.size() && file[at] == '\xff';) {
    const auto marker = static_cast<unsigned char>(file[at + 1]);
    const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) return {pair_at(file, at + 7), pair_at(file, at + 5)};
    at += 2 + static_cast<std::size_t>(pair_at(file, at + 2));
  }
  return {};
}

bool is_file_of(const std::string& media, const std::string& file) {
  if (media == "image/jpeg") return file.starts_with("\xff\xd8\xff") && file.ends_with("\xff\xd9");
  if (media == "image/png") return file.starts_with("\x89PNG\r\n\x1a\n");
  return media == "application/pdf" && file.starts_with("%PDF-") && file.find("%%EOF") != std::string::npos;
}

void hold_fields(const object& fields, std::vector<std::string>& wrong) {
  if (fields.size() > fields_max) wrong.push_back("too many fields");
  for (const auto& member : fields) {
    const std::string key(member.key());
    const auto* text = member.value().if_string();
    if (!card_fields.contains(key)) wrong.push_back(key + " is no field of the protocol");
    if (!text || text->empty() || text->size() > field_bytes_max) {
      wrong.push_back(key + " is no text within its bound");
      continue;
    }
    const std::string value(*text);
    if (key.ends_with("_date") && !std::regex_match(value, std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}")))
      wrong.push_back(key + " is no YYYY-MM-DD");
    if (key == "sex" && value != "male" && value != "female" && value != "x") wrong.push_back("sex is no such word");
  }
}

void hold_file(const std::string& family, const Heard& ok, const std::string& file, std::vector<std::string>& wrong) {
  const auto media = ok.text("media");
  if (family == "scanner" ? media == "image/png" : media == "application/pdf")
    wrong.push_back(media + " is not for a " + family);
  if (!is_file_of(media, file)) wrong.push_back("the parts are no " + media);
  if (ok.number("width") < 1 || ok.number("height") < 1) wrong.push_back("width and height are absent");
  if (media == "image/jpeg") {
    const auto size = size_of_jpeg(file);
    if (size.width != ok.number("width") || size.height != ok.number("height"))
      wrong.push_back("width and height are not the picture's");
  }
  if (ok.line.contains("quality") && (ok.number("quality") < 0 || ok.number("quality") > 100))
    wrong.push_back("quality is not within 0 to 100");
}

}  // namespace

std::vector<std::string> faults_of_reading(const std::string& family, const object& answer, const std::string& file) {
  std::vector<std::string> wrong;
  const Heard ok{answer, {}};
  const auto* fields = answer.if_contains("fields");
  if (family == "card_reader" && !(fields && fields->is_object())) wrong.push_back("a card has fields");
  if (fields && fields->is_object()) hold_fields(fields->get_object(), wrong);
  const bool has_media = !ok.text("media").empty();
  if (has_media != !file.empty()) wrong.push_back("media and bytes come together");
  if (family != "card_reader" && !has_media) wrong.push_back("a picture has a media type");
  if (has_media) hold_file(family, ok, file, wrong);
  return wrong;
}

}  // namespace karvan::conformance
