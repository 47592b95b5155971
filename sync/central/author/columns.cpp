#include "sync/central/author/headings.h"

// Which columns each sheet has, and what to write in place of those that Karvan does not have.
namespace karvan::central::author {

namespace {

constexpr std::string_view own_attribute = "Leave it blank: it is for one other program alone";
constexpr std::string_view other_app = "Leave it blank: no other program is opened";
constexpr std::string_view by_message = "Leave it blank: nothing is sent by SMS";

}  // namespace

const Columns& survey_columns() {
  static const Columns columns{
      {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio"},
      {"type",
       "name",
       "relevant",
       "required",
       "read_only",
       "constraint",
       "calculation",
       "choice_filter",
       "default",
       "appearance",
       "repeat_count",
       "trigger",
       "parameters",
       "disabled",
       "karvan::merge",
       "karvan::class",
       "karvan::read_back",
       "karvan::summary",
       "karvan::mask",
       "karvan::capture",
       "karvan::position",
       "karvan::card",
       "karvan::lookup",
       "karvan::from_document"},
      {{"bind", own_attribute},
       {"body", own_attribute},
       {"control", own_attribute},
       {"instance", own_attribute},
       {"big-image", "Put the picture into media::image"},
       {"media", "Name the kind: media::image or media::audio"},
       {"video", "Leave it blank: films are not shown"},
       {"save_to", "Leave it blank: the record itself keeps what is filed"},
       {"query", "Use choice_filter with a list on the choices sheet"},
       {"autoplay", "Leave it blank: nothing plays by itself"},
       {"rows", "Write multiline in appearance"},
       {"intent", other_app},
       {"buttontext", other_app},
       {"noapperrorstring", other_app},
       {"sms_field", by_message},
       {"sms_option", by_message}},
      false};
  return columns;
}

const Columns& choices_columns() {
  constexpr std::string_view media = "Leave it blank: choices with pictures or sound are not supported";
  static const Columns columns{
      {"label"},
      {"list_name", "name"},
      {{"image", media}, {"audio", media}, {"video", media}, {"big-image", media}, {"media", media}},
      true};
  return columns;
}

const Columns& file_choices_columns() {
  static const Columns columns{{"label"}, {"name"}, {}, true};
  return columns;
}

const Columns& settings_columns() {
  static const Columns columns{
      {"form_title"},
      {"form_id", "version", "default_language", "style", "instance_name", "sms_keyword", "namespaces",
       "omit_instanceid", "clean_text_values"},
      {{"public_key", "Leave it blank: Karvan encrypts everything by itself"},
       {"submission_url", "Leave it blank: Karvan knows where to send"},
       {"auto_send", "Leave it blank: what is filed is sent by itself"},
       {"auto_delete", "Leave it blank: how long a box keeps what was sent is retention_days in service.toml"},
       {"allow_choice_duplicates", "Leave it blank and give each choice a name of its own"},
       {"add_none_option", "Leave it blank and add a choice \"none\" to the list"},
       {"attribute", own_attribute}},
      false};
  return columns;
}

}  // namespace karvan::central::author
