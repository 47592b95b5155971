#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/core/core.h"
#include "storage/model/json.h"

// The one table of what a page may ask: routes, authorisation and the test against openapi.yaml come from it.
namespace karvan::api {

// A command's: how it is read, and the names of its members besides `cmd`; any other is field_unknown.
struct Body {
  Result<counter::Command> (*decode)(const json::object& body) = nullptr;
  std::span<const std::string_view> members = {};
};

struct CommandRow {
  std::string_view name;
  core::Access access;
  bool once = true;  // its answer is kept under `cmd`
  Body body = {};
  enum class Stick { none, write, read };
  Stick stick = Stick::none;  // no act of the counter: a StickLetter
};

// What a path held in its {braces}, in order, and the query: of a read by POST, its body's members.
struct Parameters {
  std::vector<std::string> path;
  std::map<std::string, std::string> query;
};

struct ViewRow {
  std::string_view path;  // "drafts/{id}"
  core::Access access;
  Result<core::View> (*render)(core::Core& core, const counter::By& by, const Parameters& parameters) = nullptr;
  std::string_view media = "application/json";
  // Not empty: asked by POST, with these members, all texts and each at most body_text_bytes_max long. So what a person
  // looks for stands in no address, for addresses are kept by browsers and written into logs.
  std::span<const std::string_view> members = {};
};

std::span<const CommandRow> commands();
std::span<const ViewRow> views();

const CommandRow* find_command(std::string_view name);
// Fills `parameters.path`.
const ViewRow* find_view(std::string_view path, Parameters& parameters);

inline constexpr std::string_view desk[] = {"operator", "supervisor"};
inline constexpr std::string_view supervisors[] = {"supervisor"};
inline constexpr std::string_view anyone_signed_in[] = {"operator", "supervisor", "technician"};

inline constexpr std::size_t id_bytes_max = 128;
inline constexpr std::size_t key_bytes_max = 1'024;        // of a question in repeats within repeats
inline constexpr std::size_t body_text_bytes_max = 1'024;  // of a read by POST
inline constexpr std::size_t answers_in_a_change_max = 2'000;
inline constexpr std::size_t list_max = 100;
inline constexpr std::int64_t parties_max = 100;

}  // namespace karvan::api
