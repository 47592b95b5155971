#pragma once
#include <array>

#include "node/api/decode.h"
#include "node/counter/commands.h"
#include "storage/model/op.h"

// What the body of each command is made of, besides `cmd`: a member's name, how it is read and where it goes.
namespace karvan::api::bodies {

template <class Cmd>
struct Member {
  using Of = Cmd;
  std::string_view name;
  Result<void> (*read)(const json::object& body, std::string_view name, Cmd& cmd);
};

// Where steps from member to member lead.
template <auto Step, auto... Steps>
auto& at(auto& whole) {
  if constexpr (sizeof...(Steps) == 0)
    return whole.*Step;
  else
    return at<Steps...>(whole.*Step);
}

// What `read` makes of the member goes where the steps lead.
template <auto Read, auto... Steps>
Result<void> into(const json::object& body, std::string_view name, auto& cmd) {
  TRY(at<Steps...>(cmd), Read(body, name));
  return {};
}

using namespace counter;

template <class Cmd>
inline constexpr std::array<Member<Cmd>, 0> nothing{};

inline constexpr auto sign_in = std::to_array<Member<SignIn>>({
    {"staff", into<text, &SignIn::staff>},
    {"pin", into<text, &SignIn::pin>},
    {"seat", into<text, &SignIn::seat>},
});

inline constexpr auto unlock = std::to_array<Member<Unlock>>({
    {"pin", into<text, &Unlock::pin>},
});

inline constexpr auto sign_over = std::to_array<Member<SignOver>>({
    {"staff", into<text, &SignOver::staff>},
    {"pin", into<text, &SignOver::pin>},
});

inline constexpr auto start_draft = std::to_array<Member<StartDraft>>({
    {"service", into<text, &StartDraft::service>},
});

inline constexpr auto change_draft = std::to_array<Member<ChangeDraft>>({
    {"draft", into<text, &ChangeDraft::draft>},
    {"seen", into<version, &ChangeDraft::seen>},
    {"set", into<texts, &ChangeDraft::set>},
});

inline constexpr auto add_instance = std::to_array<Member<AddInstance>>({
    {"draft", into<text, &AddInstance::draft>},
    {"seen", into<version, &AddInstance::seen>},
    {"repeat", into<key, &AddInstance::repeat>},
});

inline constexpr auto remove_instance = std::to_array<Member<RemoveInstance>>({
    {"draft", into<text, &RemoveInstance::draft>},
    {"seen", into<version, &RemoveInstance::seen>},
    {"instance", into<key, &RemoveInstance::instance>},
});

inline constexpr auto look_up = std::to_array<Member<LookUp>>({
    {"draft", into<text, &LookUp::draft>},
    {"seen", into<version, &LookUp::seen>},
    {"question", into<key, &LookUp::question>},
});

inline constexpr auto discard_draft = std::to_array<Member<DiscardDraft>>({
    {"draft", into<text, &DiscardDraft::draft>},
});

inline constexpr auto print_summary = std::to_array<Member<PrintSummary>>({
    {"draft", into<text, &PrintSummary::draft>},
    {"seen", into<version, &PrintSummary::seen>},
    {"language", into<optional_text, &PrintSummary::language>},
});

inline constexpr auto show_party = std::to_array<Member<ShowParty>>({
    {"draft", into<optional_text, &ShowParty::draft>},
    {"application", into<optional_text, &ShowParty::application>},
    {"role", into<text, &ShowParty::shown, &model::Shown::role>},
    {"number", into<party_number, &ShowParty::shown, &model::Shown::number>},
    {"what", into<text, &ShowParty::shown, &model::Shown::what>},
    {"how", into<optional_text, &ShowParty::shown, &model::Shown::how>},
    {"name", into<optional_words, &ShowParty::shown, &model::Shown::name>},
    {"reason", into<optional_words, &ShowParty::shown, &model::Shown::reason>},
    {"of", into<optional_text, &ShowParty::shown, &model::Shown::of>},
});

inline constexpr auto file_draft = std::to_array<Member<FileDraft>>({
    {"draft", into<text, &FileDraft::draft>},
    {"seen", into<version, &FileDraft::seen>},
    {"language", into<optional_text, &FileDraft::language>},
});

inline constexpr auto take_payment = std::to_array<Member<TakePayment>>({
    {"application", into<text, &TakePayment::application>},
    {"tender", into<text, &TakePayment::tender>},
    {"amount", into<money, &TakePayment::amount>},
    {"language", into<optional_text, &TakePayment::language>},
});

inline constexpr auto waive_fee = std::to_array<Member<WaiveFee>>({
    {"application", into<text, &WaiveFee::application>},
    {"amount", into<money, &WaiveFee::amount>},
    {"reason", into<optional_words, &WaiveFee::reason>},
    {"line", into<optional_text, &WaiveFee::line>},
});

inline constexpr auto refund = std::to_array<Member<Refund>>({
    {"application", into<text, &Refund::application>},
    {"amount", into<money, &Refund::amount>},
    {"reason", into<optional_words, &Refund::reason>},
});

inline constexpr auto change_application = std::to_array<Member<ChangeApplication>>({
    {"application", into<text, &ChangeApplication::application>},
    {"set", into<texts, &ChangeApplication::set>},
    {"over", into<texts, &ChangeApplication::over>},
});

inline constexpr auto return_application = std::to_array<Member<ReturnApplication>>({
    {"application", into<text, &ReturnApplication::application>},
    {"reason", into<optional_words, &ReturnApplication::reason>},
});

inline constexpr auto close_application = std::to_array<Member<CloseApplication>>({
    {"application", into<text, &CloseApplication::application>},
    {"how", into<text, &CloseApplication::how>},
    {"reason", into<optional_words, &CloseApplication::reason>},
});

inline constexpr auto approve_application = std::to_array<Member<ApproveApplication>>({
    {"application", into<text, &ApproveApplication::application>},
});

inline constexpr auto resolve = std::to_array<Member<Resolve>>({
    {"application", into<text, &Resolve::application>},
    {"field", into<key, &Resolve::field>},
    {"chosen", into<text, &Resolve::chosen>},
    {"seen", into<list, &Resolve::seen>},
    {"reason", into<optional_words, &Resolve::reason>},
});

inline constexpr auto settle_review = std::to_array<Member<SettleReview>>({
    {"application", into<text, &SettleReview::application>},
    {"kind", into<text, &SettleReview::kind>},
    {"what", into<key, &SettleReview::what>},
    {"outcome", into<text, &SettleReview::outcome>},
    {"reason", into<optional_words, &SettleReview::reason>},
});

inline constexpr auto issue_document = std::to_array<Member<IssueDocument>>({
    {"application", into<text, &IssueDocument::application>},
    {"language", into<optional_text, &IssueDocument::language>},
});

inline constexpr auto hand_over = std::to_array<Member<HandOver>>({
    {"application", into<text, &HandOver::application>},
    {"kind", into<text, &HandOver::serial, &model::Serial::kind>},
    {"number", into<integer, &HandOver::serial, &model::Serial::number>},
    {"recipient", into<words, &HandOver::recipient>},
    {"relation", into<text, &HandOver::relation>},
    {"shown", into<words, &HandOver::shown>},
});

inline constexpr auto open_shift = std::to_array<Member<OpenShift>>({
    {"float", into<money, &OpenShift::opening_float>},
});

inline constexpr auto close_shift = std::to_array<Member<CloseShift>>({
    {"counted", into<denominations, &CloseShift::counted>},
    {"currency", into<currency, &CloseShift::currency>},
    {"remitted", into<integer, &CloseShift::remitted>},
    {"reason", into<optional_words, &CloseShift::reason>},
});

inline constexpr auto close_stop = std::to_array<Member<CloseStop>>({
    {"note", into<optional_words, &CloseStop::note>},
});

inline constexpr auto start_capture = std::to_array<Member<StartCapture>>({
    {"draft", into<optional_text, &StartCapture::draft>},
    {"application", into<optional_text, &StartCapture::application>},
    {"question", into<key, &StartCapture::question>},
    {"exception", into<optional_words, &StartCapture::exception>},
});

inline constexpr auto cancel_capture = std::to_array<Member<CancelCapture>>({
    {"capture", into<text, &CancelCapture::capture>},
});

inline constexpr auto test_device = std::to_array<Member<TestDevice>>({
    {"device", into<text, &TestDevice::device>},
});

inline constexpr auto settle_print = std::to_array<Member<SettlePrint>>({
    {"print", into<text, &SettlePrint::print>},
    {"outcome", into<text, &SettlePrint::outcome>},
    {"reason", into<optional_words, &SettlePrint::reason>},
});

inline constexpr auto settle_fork = std::to_array<Member<SettleFork>>({
    {"code", into<text, &SettleFork::code>},
});

inline constexpr auto acknowledge_salvage = std::to_array<Member<AcknowledgeSalvage>>({
    {"salvage", into<text, &AcknowledgeSalvage::salvage>},
    {"reason", into<optional_words, &AcknowledgeSalvage::reason>},
});

}  // namespace karvan::api::bodies
