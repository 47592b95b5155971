#include "node/api/table.h"

#include <algorithm>
#include <array>

#include "node/api/bodies.h"
#include "node/api/views.h"

namespace karvan::api {
namespace {

constexpr core::Access everyone{};
constexpr core::Access at_desk{desk};
constexpr core::Access of_supervisors{supervisors};
constexpr core::Access signed_in{anyone_signed_in};
constexpr core::Access even_locked{anyone_signed_in, true};

// Their names, as a body may have them.
template <const auto& members>
constexpr auto names_of = [] {
  std::array<std::string_view, members.size()> names{};
  std::transform(members.begin(), members.end(), names.begin(), [](const auto& member) { return member.name; });
  return names;
}();

template <const auto& members>
Result<counter::Command> decode(const json::object& body) {
  typename std::remove_cvref_t<decltype(members)>::value_type::Of cmd;
  for (const auto& member : members) TRY_VOID(member.read(body, member.name, cmd));
  return cmd;
}

template <const auto& members>
constexpr Body body{decode<members>, names_of<members>};

constexpr auto command_rows = std::to_array<CommandRow>({
    {"sign_in", everyone, false, body<bodies::sign_in>},
    {"sign_out", even_locked, false, body<bodies::nothing<counter::SignOut>>},
    {"lock", even_locked, false, body<bodies::nothing<counter::Lock>>},
    {"unlock", even_locked, false, body<bodies::unlock>},
    {"sign_over", signed_in, false, body<bodies::sign_over>},
    {"give_back", even_locked, false, body<bodies::nothing<counter::GiveBack>>},
    {"start_draft", at_desk, true, body<bodies::start_draft>},
    {"change_draft", at_desk, true, body<bodies::change_draft>},
    {"add_instance", at_desk, true, body<bodies::add_instance>},
    {"remove_instance", at_desk, true, body<bodies::remove_instance>},
    {"look_up", at_desk, true, body<bodies::look_up>},
    {"discard_draft", at_desk, true, body<bodies::discard_draft>},
    {"print_summary", at_desk, true, body<bodies::print_summary>},
    {"show_party", at_desk, true, body<bodies::show_party>},
    {"file_draft", at_desk, true, body<bodies::file_draft>},
    {"take_payment", at_desk, true, body<bodies::take_payment>},
    {"waive_fee", at_desk, true, body<bodies::waive_fee>},
    {"refund", at_desk, true, body<bodies::refund>},
    {"change_application", at_desk, true, body<bodies::change_application>},
    {"return_application", at_desk, true, body<bodies::return_application>},
    {"close_application", at_desk, true, body<bodies::close_application>},
    {"approve_application", at_desk, true, body<bodies::approve_application>},
    {"resolve", at_desk, true, body<bodies::resolve>},
    {"settle_review", at_desk, true, body<bodies::settle_review>},
    {"issue_document", at_desk, true, body<bodies::issue_document>},
    {"hand_over", at_desk, true, body<bodies::hand_over>},
    {"open_shift", at_desk, true, body<bodies::open_shift>},
    {"close_shift", at_desk, true, body<bodies::close_shift>},
    {"close_stop", at_desk, true, body<bodies::close_stop>},
    {"start_capture", at_desk, true, body<bodies::start_capture>},
    {"cancel_capture", at_desk, true, body<bodies::cancel_capture>},
    {"test_device", signed_in, true, body<bodies::test_device>},
    {"settle_print", at_desk, true, body<bodies::settle_print>},
    {"exchange_now", signed_in, true, body<bodies::nothing<counter::ExchangeNow>>},
    {"settle_fork", at_desk, true, body<bodies::settle_fork>},
    {"acknowledge_salvage", at_desk, true, body<bodies::acknowledge_salvage>},
    {"write_stick", of_supervisors, false, {}, CommandRow::Stick::write},
    {"read_stick", of_supervisors, false, {}, CommandRow::Stick::read},
});

constexpr std::string_view asked_of_search[] = {"q", "state"};

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
    {"applications/search", at_desk, search, "application/json", asked_of_search},
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
