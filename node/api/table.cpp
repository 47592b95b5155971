#include "node/api/table.h"

#include <algorithm>
#include <array>

#include "node/api/decode.h"
#include "node/api/views.h"

namespace karvan::api {
namespace {

constexpr core::Access everyone{};
constexpr core::Access at_desk{desk};
constexpr core::Access of_supervisors{supervisors};
constexpr core::Access signed_in{anyone_signed_in};
constexpr core::Access even_locked{anyone_signed_in, true};

constexpr auto command_rows = std::to_array<CommandRow>({
    {"sign_in", everyone, false, decode_sign_in, "staff pin seat"},
    {"sign_out", even_locked, false, decode_sign_out},
    {"lock", even_locked, false, decode_lock},
    {"unlock", even_locked, false, decode_unlock, "pin"},
    {"sign_over", signed_in, false, decode_sign_over, "staff pin"},
    {"give_back", even_locked, false, decode_give_back},
    {"start_draft", at_desk, true, decode_start_draft, "service"},
    {"change_draft", at_desk, true, decode_change_draft, "draft seen set"},
    {"add_instance", at_desk, true, decode_add_instance, "draft seen repeat"},
    {"remove_instance", at_desk, true, decode_remove_instance, "draft seen instance"},
    {"look_up", at_desk, true, decode_look_up, "draft seen question"},
    {"discard_draft", at_desk, true, decode_discard_draft, "draft"},
    {"print_summary", at_desk, true, decode_print_summary, "draft seen language"},
    {"show_party", at_desk, true, decode_show_party, "draft application role number what how name reason of"},
    {"file_draft", at_desk, true, decode_file_draft, "draft seen language"},
    {"take_payment", at_desk, true, decode_take_payment, "application tender amount language"},
    {"waive_fee", at_desk, true, decode_waive_fee, "application amount line reason"},
    {"refund", at_desk, true, decode_refund, "application amount reason"},
    {"change_application", at_desk, true, decode_change_application, "application set over"},
    {"return_application", at_desk, true, decode_return_application, "application reason"},
    {"close_application", at_desk, true, decode_close_application, "application how reason"},
    {"approve_application", at_desk, true, decode_approve_application, "application"},
    {"resolve", at_desk, true, decode_resolve, "application field chosen seen reason"},
    {"settle_review", at_desk, true, decode_settle_review, "application kind what outcome reason"},
    {"issue_document", at_desk, true, decode_issue_document, "application language"},
    {"hand_over", at_desk, true, decode_hand_over, "application kind number recipient relation shown"},
    {"open_shift", at_desk, true, decode_open_shift, "float"},
    {"close_shift", at_desk, true, decode_close_shift, "counted currency remitted reason"},
    {"close_stop", at_desk, true, decode_close_stop, "note"},
    {"start_capture", at_desk, true, decode_start_capture, "draft application question exception"},
    {"cancel_capture", at_desk, true, decode_cancel_capture, "capture"},
    {"test_device", signed_in, true, decode_test_device, "device"},
    {"settle_print", at_desk, true, decode_settle_print, "print outcome reason"},
    {"exchange_now", signed_in, true, decode_exchange_now},
    {"settle_fork", at_desk, true, decode_settle_fork, "code"},
    {"acknowledge_salvage", at_desk, true, decode_acknowledge_salvage, "salvage reason"},
    {"write_stick", of_supervisors, false, nullptr, "", CommandRow::Stick::write},
    {"read_stick", of_supervisors, false, nullptr, "", CommandRow::Stick::read},
});

constexpr auto view_rows = std::to_array<ViewRow>({
    {"hello", everyone, hello},
    {"status", signed_in, status},
    {"events", signed_in, events},
    {"services", signed_in, services},
    {"services/{id}/{version}/form", signed_in, service_form},
    {"drafts", at_desk, drafts},
    {"drafts/{id}", at_desk, draft},
    {"drafts/{id}/likely", at_desk, likely},
    {"applications", at_desk, applications},
    {"applications/search", at_desk, search, "application/json", "q state"},
    {"applications/{id}", at_desk, application},
    {"reviews", at_desk, reviews},
    {"shifts", at_desk, shifts},
    {"stop", at_desk, stop},
    {"day_sheets/{date}", at_desk, day_sheet, "text/plain; charset=utf-8"},
    {"prints", signed_in, prints},
    {"prints/{id}/pdf", at_desk, print_pdf},
    {"captures/{id}", at_desk, capture},
    {"attachments/{hash}", at_desk, attachment},
    {"media/{digest}", signed_in, media},
    {"devices", signed_in, devices},
    {"exchange", signed_in, exchange_state},
});

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == path.npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

std::span<const CommandRow> commands() { return command_rows; }
std::span<const ViewRow> views() { return view_rows; }

const CommandRow* find_command(std::string_view name) {
  auto found =
      std::find_if(command_rows.begin(), command_rows.end(), [&](const auto& row) { return row.name == name; });
  return found == command_rows.end() ? nullptr : &*found;
}

const ViewRow* find_view(std::string_view path, Parameters& parameters) {
  const auto asked = split(path);
  for (const auto& row : view_rows) {
    const auto parts = split(row.path);
    if (parts.size() != asked.size()) continue;
    parameters.path.clear();
    bool fits = true;
    for (std::size_t i = 0; fits && i < parts.size(); ++i) {
      const bool open = parts[i].starts_with('{');
      if (open) parameters.path.emplace_back(asked[i]);
      fits = open ? !asked[i].empty() && asked[i].size() <= id_bytes_max : parts[i] == asked[i];
    }
    if (fits) return &row;
  }
  return nullptr;
}

}  // namespace karvan::api
