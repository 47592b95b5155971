#pragma once
#include <cstdint>
#include <string>

#include "node/ports/box.h"
#include "sync/http/client.h"
#include "sync/trust/enrolment.h"

namespace karvan::ports {

struct Enrolment {
  trust::EnrolmentCode code;
  std::string name;
  std::string centre_url;
};

// Asks the centre to take this box into the fleet, and keeps what it says. The question is written down before it is
// asked: where the answer is lost, the same command asks the same again, and the centre answers the same (P10).
// A box that is enrolled already, by this code or under another name, stays what it is, and its identity is given:
// compare the name. Another code for its own name gives it a new certificate: its log, keys and office stay.
// Its vault gets a recovery slot for the centre's recipient where it has none, so that a lost passphrase loses nothing.
// Errors: link_down; enrolment_code_wrong, enrolment_code_used as the centre or the answer's MAC says; malformed for
// another office.
Result<Identity> enrol(Box& box, const Enrolment& enrolment, const seal::Entropy& entropy);

}  // namespace karvan::ports
