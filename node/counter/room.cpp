#include "node/counter/room.h"

#include <type_traits>

#include "storage/model/passed.h"

namespace karvan::counter {
namespace {

template <class C, class... Of>
inline constexpr bool is_among = (std::is_same_v<C, Of> || ...);

// The table: each command is in one row, else it does not compile.
template <class C>
constexpr Takes takes_of() {
  // Somebody new, a new drawer, and files, which take the most room by far.
  if constexpr (is_among<C, StartDraft, StartCapture, OpenShift>) return Takes::begins;
  // What is there is made longer, or opened again.
  else if constexpr (is_among<C, AddInstance, LookUp, ChangeApplication, ReturnApplication>)
    return Takes::opens;
  // What ends, or is needed so that something can end.
  else if constexpr (is_among<C, ChangeDraft, RemoveInstance, DiscardDraft, PrintSummary, ShowParty, FileDraft,
                              TakePayment, WaiveFee, Refund, CloseApplication, ApproveApplication, Resolve,
                              SettleReview, IssueDocument, HandOver, CloseShift, CloseStop, CancelCapture,
                              CaptureReported, SettlePrint, PrintReported, SettleFork, AcknowledgeSalvage>)
    return Takes::finishes;
  // Seats, so that what is there can be looked at and a technician can sign in; a count of tries is one small row.
  // Exchange is how room comes back.
  else if constexpr (is_among<C, SignIn, Unlock, PinVerified, SignOut, Lock, SignOver, GiveBack, TestDevice,
                              ExchangeNow>)
    return Takes::nothing;
  else
    static_assert(is_among<C>, "a command without a row");
}

std::uint64_t bound_of(Room room) {
  switch (room) {
    case Room::none:
      return room_none_bytes;
    case Room::scarce:
      return room_scarce_bytes;
    case Room::little:
      return room_little_bytes;
    case Room::enough:
      break;
  }
  return 0;
}

Room stage_of(Room before, std::uint64_t free_bytes) {
  for (const Room room : {Room::none, Room::scarce, Room::little}) {
    const auto bound = bound_of(room);
    if (free_bytes < (before >= room ? bound + bound / 4 : bound)) return room;
  }
  return Room::enough;
}

}  // namespace

std::string_view name_of(Room room) {
  switch (room) {
    case Room::enough:
      return "enough";
    case Room::little:
      return "little";
    case Room::scarce:
      return "scarce";
    case Room::none:
      break;
  }
  return "none";
}

void RoomGauge::measured(std::optional<std::uint64_t> free_bytes, std::int64_t now_ms) {
  free_bytes_ = free_bytes;
  stage_ = free_bytes ? stage_of(room(), *free_bytes) : Room::enough;
  full_ = full_ && !model::passed(full_ms_, room_tried_again_ms, now_ms);
}

void RoomGauge::found_full(std::int64_t now_ms) {
  full_ = true;
  full_ms_ = now_ms;
}

Takes takes(const Command& command) {
  return std::visit([](const auto& one) { return takes_of<std::decay_t<decltype(one)>>(); }, command);
}

std::optional<Code> no_room_for(const Command& command, Room room) {
  const auto takes = counter::takes(command);
  if (room == Room::enough || takes == Takes::nothing) return std::nullopt;
  if (room == Room::none) return Code::disk_full;
  const bool fits = takes == Takes::finishes || (takes == Takes::opens && room == Room::little);
  return fits ? std::nullopt : std::optional(Code::disk_nearly_full);
}

}  // namespace karvan::counter
