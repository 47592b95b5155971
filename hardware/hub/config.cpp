#include "hardware/hub/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

namespace karvan::hub {
namespace {

using boost::json::object;
constexpr std::size_t word_bytes_max = 64, text_bytes_max = 256;
template <class T>
using Read = tl::expected<T, std::string>;

tl::unexpected<std::string> wrong(std::string_view where, std::string_view what) {
  return tl::unexpected(fmt::format("devices file, {}: {}", where, what));
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= word_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

class Reader {
 public:
  explicit Reader(const Places& places) : places_(places) {}

  Read<std::vector<DriverSpec>> file(const object& o) {
    if (auto known = members(o, "the file", {"drivers"}); !known) return tl::unexpected(known.error());
    auto all = list(o, "drivers", "the file", drivers_max);
    if (!all) return tl::unexpected(all.error());
    std::vector<DriverSpec> specs;
    for (std::size_t i = 0; i < (*all)->size(); ++i) {
      auto spec = driver((**all)[i], fmt::format("drivers[{}]", i));
      if (!spec) return tl::unexpected(spec.error());
      specs.push_back(std::move(*spec));
    }
    return specs;
  }

 private:
  Read<DriverSpec> driver(const boost::json::value& v, const std::string& where) {
    if (!v.is_object()) return wrong(where, "write an object with name, program and devices");
    const auto& o = v.get_object();
    if (auto known = members(o, where, {"name", "program", "devices"}); !known) return tl::unexpected(known.error());
    DriverSpec spec;
    auto name = word(o, "name", where, R"("virtual")");
    if (!name) return tl::unexpected(name.error());
    spec.name = std::move(*name);
    auto path = program(o, where);
    if (!path) return tl::unexpected(path.error());
    spec.argv = {std::move(*path)};
    if (!drivers_.insert(spec.name).second)
      return wrong(where, "a driver of this name stands above: name it otherwise");
    auto all = list(o, "devices", where, devices_max);
    if (!all) return tl::unexpected(all.error());
    for (std::size_t i = 0; i < (*all)->size(); ++i) {
      auto one = device((**all)[i], fmt::format("{}.devices[{}]", where, i));
      if (!one) return tl::unexpected(one.error());
      spec.devices.push_back(std::move(*one));
    }
    return spec;
  }

  Read<DeviceSpec> device(const boost::json::value& v, const std::string& where) {
    if (!v.is_object()) return wrong(where, "write an object with id and family");
    const auto& o = v.get_object();
    if (auto known = members(o, where, {"id", "family", "name", "seat", "args"}); !known)
      return tl::unexpected(known.error());
    auto id = word(o, "id", where, R"("card-1")");
    auto family = word(o, "family", where, R"("card_reader", "fingerprint", "scanner", "camera" or "printer")");
    auto name = text(o, "name", where);
    auto seat = text(o, "seat", where);
    for (const auto* read : {&id, &family, &name, &seat})
      if (!*read) return tl::unexpected(read->error());
    if (!devices_.insert(*id).second)
      return wrong(where, fmt::format("\"{}\" is another device's id: give it its own", *id));
    if (devices_.size() > devices_max) return wrong(where, fmt::format("a node has at most {} devices", devices_max));
    DeviceSpec spec{std::move(*id), std::move(*family), std::move(*name), {}, std::move(*seat)};
    if (const auto* args = o.if_contains("args")) {
      if (!args->is_object()) return wrong(where, R"(write args as an object: {"uri":"ipp://…"})");
      spec.args = args->get_object();
    }
    for (auto& member : spec.args)
      if (member.value().is_string() && member.value().get_string().starts_with("./"))
        member.value() = places_.file + std::string(member.value().get_string()).substr(1);
    spec.args["family"] = spec.family;
    return spec;
  }

  static Read<void> members(const object& o, std::string_view where, std::initializer_list<std::string_view> known) {
    for (const auto& member : o)
      if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
        return wrong(where, fmt::format("\"{}\" means nothing here; known are {}", std::string_view(member.key()),
                                        fmt::join(known, ", ")));
    return {};
  }

  static Read<const boost::json::array*> list(const object& o, std::string_view key, std::string_view where,
                                              std::size_t max) {
    const auto* v = o.if_contains(key);
    if (!v || !v->is_array()) return wrong(where, fmt::format("write {} as a list: \"{}\":[…]", key, key));
    if (v->get_array().size() > max) return wrong(where, fmt::format("at most {} {}", max, key));
    return &v->get_array();
  }

  static Read<std::string> word(const object& o, std::string_view key, std::string_view where,
                                std::string_view example) {
    auto found = line::text_at(o, key);
    if (is_word(found)) return found;
    return wrong(
        where, fmt::format("write {} in small letters, digits, _ and -, at most {}: {}", key, word_bytes_max, example));
  }

  static Read<std::string> text(const object& o, std::string_view key, std::string_view where) {
    const auto* v = o.if_contains(key);
    if (!v) return std::string();
    if (v->is_string() && v->get_string().size() <= text_bytes_max) return std::string(v->get_string());
    return wrong(where, fmt::format("write {} as a text of at most {} bytes", key, text_bytes_max));
  }

  Read<std::string> program(const object& o, std::string_view where) const {
    auto named = line::text_at(o, "program");
    if (named.size() <= text_bytes_max && named.starts_with('/')) return named;
    if (is_word(named)) return places_.programs + "/" + named;
    return wrong(where,
                 "write program as a name beside the node (\"karvan-driver-virtual\") or as a path from the root");
  }

  Places places_;
  std::set<std::string> drivers_, devices_;
};

}  // namespace

tl::expected<std::vector<DriverSpec>, std::string> read_config(std::string_view text, const Places& places) {
  if (text.size() > config_bytes_max) return wrong("the file", "it is larger than any that could be meant");
  boost::json::error_code ec;
  auto parsed = boost::json::parse(text, ec);
  if (ec) return wrong("the file", "it is no JSON (" + ec.message() + "): mind commas, quotes and brackets");
  if (!parsed.is_object()) return wrong("the file", R"(write {"drivers":[…]})");
  return Reader(places).file(parsed.get_object());
}

}  // namespace karvan::hub
