#include "storage/seal/age_header.h"

#include <algorithm>
#include <optional>

#include "storage/seal/hash.h"

namespace karvan::seal {
namespace {

constexpr std::string_view version_line = "age-encryption.org/v1";
constexpr std::string_view stanza_start = "-> ";
constexpr std::string_view mac_start = "---";
constexpr std::size_t columns = 64;

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

// Hands out lines; each ends with a newline that is there.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  std::size_t position() const { return position_; }
  std::optional<std::string_view> next() {
    const std::size_t end = text_.find('\n', position_);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text_.substr(position_, end - position_);
    position_ = end + 1;
    return line;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

// Words of visible ASCII, one space between; none is empty.
Result<std::vector<std::string>> parse_args(std::string_view text) {
  std::vector<std::string> args;
  for (bool last = false; !last;) {
    const std::size_t end = text.find(' ');
    const std::string_view arg = text.substr(0, end);
    if (arg.empty() || !std::all_of(arg.begin(), arg.end(), is_visible)) return age_malformed("argument");
    args.emplace_back(arg);
    last = end == std::string_view::npos;
    if (!last) text.remove_prefix(end + 1);
  }
  return args;
}

// Full lines, then one that is shorter and may be empty.
Result<std::string> parse_body(Lines& lines) {
  std::string text;
  for (;;) {
    const auto line = lines.next();
    if (!line || line->size() > columns) return age_malformed("body");
    text += *line;
    if (line->size() < columns) return from_base64_unpadded(text);
  }
}

std::string write_body(std::string_view body) {
  std::string text = to_base64_unpadded(body);
  for (std::size_t at = columns; at <= text.size(); at += columns + 1) text.insert(at, "\n");
  return text + "\n";
}

Result<std::string> parse_mac(std::string_view line) {
  if (line.size() <= mac_start.size() || line[mac_start.size()] != ' ') return age_malformed("mac");
  TRY(std::string mac, from_base64_unpadded(line.substr(mac_start.size() + 1)));
  if (mac.size() != age_mac_bytes) return age_malformed("mac");
  return mac;
}

}  // namespace

std::string write_age_covered(const std::vector<Stanza>& stanzas) {
  std::string text = std::string(version_line) + "\n";
  for (const Stanza& stanza : stanzas) {
    text += "->";
    for (const std::string& arg : stanza.args) text += " " + arg;
    text += "\n" + write_body(stanza.body);
  }
  return text.append(mac_start);
}

std::string write_age_header(std::string_view covered, std::string_view mac) {
  return std::string(covered) + " " + to_base64_unpadded(mac) + "\n";
}

Result<AgeHeader> parse_age_header(std::string_view file) {
  file = file.substr(0, age_header_bytes_max);
  Lines lines(file);
  if (lines.next() != version_line) return age_malformed("version");
  AgeHeader header;
  for (;;) {
    const std::size_t start = lines.position();
    const auto line = lines.next();
    if (!line) return age_malformed("header");
    if (line->substr(0, mac_start.size()) == mac_start) {
      TRY(header.mac, parse_mac(*line));
      header.covered = file.substr(0, start + mac_start.size());
      header.size = lines.position();
      break;
    }
    if (line->substr(0, stanza_start.size()) != stanza_start) return age_malformed("stanza");
    if (header.stanzas.size() == age_stanzas_max) return age_malformed("too many stanzas");
    Stanza stanza;
    TRY(stanza.args, parse_args(line->substr(stanza_start.size())));
    TRY(stanza.body, parse_body(lines));
    header.stanzas.push_back(std::move(stanza));
  }
  if (header.stanzas.empty()) return age_malformed("no stanza");
  return header;
}

}  // namespace karvan::seal
