#include "node/ports/lan.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <set>

#include "sync/trust/certificate.h"

namespace karvan::ports {

namespace {

constexpr int authority_days = 3650;
constexpr int server_days = 397;  // browsers refuse longer ones

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address->sa_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  if (address->sa_family == AF_INET6) bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  if (bytes == nullptr) return {};
  return ::inet_ntop(address->sa_family, bytes, text.data(), text.size()) == nullptr ? "" : text.data();
}

std::set<std::string> interface_addresses() {
  std::set<std::string> found;
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return found;
  std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(first, ::freeifaddrs);
  for (auto* one = first; one != nullptr; one = one->ifa_next) {
    auto text = one->ifa_addr == nullptr ? std::string() : text_of(one->ifa_addr);
    if (!text.empty() && !text.starts_with("fe80:")) found.insert(text);
  }
  return found;
}

std::vector<std::string> host_names(const std::string& node) {
  std::array<char, 256> host{};
  std::vector<std::string> names{"localhost", node, node + ".local"};
  if (::gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0') names.emplace_back(host.data());
  return names;
}

Result<trust::Authority> authority(Box& box, const std::string& node, std::int64_t now_s,
                                   const seal::Entropy& entropy) {
  TRY(auto certificate, box.kept_text(kept::lan_authority));
  if (!certificate.empty() && box.vault().has_secret(kept::lan_authority_key)) {
    TRY(auto key, box.secret(kept::lan_authority_key));
    return trust::Authority{std::move(certificate), seal::Secret(std::move(key))};
  }
  TRY(auto made, trust::make_authority(node + " LAN", trust::validity_days(now_s, authority_days), entropy));
  TRY_VOID(box.vault().put_secret(kept::lan_authority_key, made.key_pem.view(), entropy));
  TRY_VOID(box.save_vault());
  TRY_VOID(box.keep(kept::lan_authority, made.certificate_pem));
  return made;
}

}  // namespace

Result<Lan> make_lan(Box& box, const std::string& node, const std::string& address, std::int64_t now_s,
                     const seal::Entropy& entropy) {
  TRY(auto ca, authority(box, node, now_s, entropy));
  Lan lan;
  lan.names = host_names(node);
  auto addresses = address == "0.0.0.0" || address == "::" ? interface_addresses() : std::set{address};
  std::vector<std::string> subjects;
  for (const auto& name : lan.names) subjects.push_back("DNS:" + name);
  for (const auto& one : addresses) subjects.push_back("IP:" + one);
  lan.tls.key_pem = trust::make_key();
  TRY(lan.tls.certificate_pem,
      trust::issue_server(ca, lan.tls.key_pem, node, subjects, trust::validity_days(now_s, server_days), entropy));
  lan.authority_pem = ca.certificate_pem;
  TRY(auto read, trust::read_certificate(ca.certificate_pem));
  lan.fingerprint = read.fingerprint;
  return lan;
}

}  // namespace karvan::ports
