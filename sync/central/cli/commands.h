#pragma once
#include <functional>
#include <string>
#include <vector>

#include "storage/model/json.h"
#include "storage/seal/age.h"
#include "sync/central/api/house.h"

// What `karvan-central` can do besides serving. Each works while another process serves the same folder, commits, and
// gives an object that main prints once, as JSON or in words: secrets among it (a PIN, a one-time code) are told here
// and nowhere again.
namespace karvan::central {

inline constexpr std::size_t name_bytes_max = 200;  // of a person or an institution's key

// {node, office, code, days}
Result<json::object> enrol_node(const House& house, const std::string& node, const std::string& office);

struct NewStaff {
  std::string id;  // empty: made from the name
  std::string name;
  std::string role;
  std::vector<std::string> nodes, services, institutions;
};
// {id, name, role, pin}
Result<json::object> add_staff(const House& house, const NewStaff& wanted);
// {id, name, role, pin}: a new PIN, and wrong tries forgotten.
Result<json::object> reset_pin(const House& house, const std::string& id);
// {id, name, role}: no longer let in anywhere, once the nodes have heard of it.
Result<json::object> dismiss_staff(const House& house, const std::string& id);
// {staff: [{id, name, role, active}]}
Result<json::object> list_staff(const House& house);

// {services: [{id, version}]}, or {faults: [text]} of everything that is wrong.
Result<json::object> check_catalogue(const std::string& folder);
// {changed, changes: [text]}: what publishing the folder would change against what is published, or {faults}.
Result<json::object> diff_catalogue(const House& house, const std::string& folder);
// Also {number, changed}. Nothing is published where there is a fault.
Result<json::object> publish_catalogue(const House& house, const std::string& folder);

// {xform: XML} of a service's form for other tools of the ODK family, or {faults: [text]} of the form. not_found: the
// folder has no such service.
Result<json::object> catalogue_xform(const std::string& folder, const std::string& service);

// {id, institution, name, staff, key}: for the program of an institution (openapi.yaml, institution/…); the key is told
// here and nowhere again. not_found: no service of that institution is in force.
Result<json::object> make_institution_key(const House& house, const std::string& institution, const std::string& name);
// The key opens nothing more, and its officer is dismissed.
Result<json::object> revoke_institution_key(const House& house, const std::string& id);
// {keys: [{id, institution, name, staff, made_at, revoked}]}
Result<json::object> list_institution_keys(const House& house);

// {nodes: [{name, office, number, last_seen, revoked, fork}]}
Result<json::object> list_nodes(const House& house);
// {node, code}: after a fork, to be read to who stands before the box that is to stay the node and shows this
// challenge. What forks were noticed under the name count no more, and whoever does not say the code is another box
// (store/fork_words.h). not_enrolled; malformed: no challenge.
Result<json::object> settle_fork(const House& house, const std::string& node, const std::string& challenge);
// {leases: [{id, node, kind, first, last, state, issued, void, unused, ended_at}]}: what became of every number lent,
// of one kind or (empty) of all. `state`: open, over (past its time, its box has not said so), returned, expired.
// `void`: of one that has ended, what was given back of it too. `unused`: not seen used yet.
Result<json::object> list_numbers(const House& house, const std::string& kind);
// {above, kinds: [{kind, next}]}: after the centre was restored a person says above which number nothing was lent since
// the backup; leases are granted again, of each kind from there on. malformed: lower than what is known to be lent.
Result<json::object> release_numbers(const House& house, std::int64_t above);
// {bundles: [{node, operations, refused, files, files_refused, settled, answer}], faults: [text]}: what came on a
// stick, a file or a folder of them (*.work.age), is taken; beside each its answer is written (*.answer.age) once
// whoever serves has reconciled it, or `wait` has come so often. Sent twice it is a no-op. It lends numbers, so that a
// restore is noticed here too, by the same `witness` as of serve (witness.h). not_found: there is none.
Result<json::object> take_bundles(const House& house, const seal::AgeIdentity& identity, const std::string& witness,
                                  const std::string& path, const std::function<bool()>& wait);
// {node}: its work is taken and set aside from now on, and it gets no more numbers (P14).
Result<json::object> revoke_node(const House& house, const std::string& node);

}  // namespace karvan::central
