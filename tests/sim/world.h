#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sync/exchange/bundle.h"
#include "tests/sim/agenda.h"
#include "tests/sim/bus.h"
#include "tests/sim/catalogues.h"
#include "tests/sim/centre.h"
#include "tests/sim/checkers.h"
#include "tests/sim/clock.h"
#include "tests/sim/faults.h"
#include "tests/sim/headquarters.h"
#include "tests/sim/network.h"
#include "tests/sim/people.h"

namespace karvan::sim {

struct Plan {
  std::uint64_t seed = 1;
  int buses = 2;
  int desks = 4;  // a bus
  int days = 8;
  int busy_one_in = 4;                    // days of a bus, and its first; on the others hardly anybody comes
  std::int64_t open_ms = 2 * minute_ms;   // a busy day: a bus works at one stop, then it is off
  std::int64_t quiet_ms = minute_ms / 2;  // another day
  std::int64_t think_ms = 300;            // a person's pause, on an average
  std::int64_t quiet_think_ms = 4'000;
  std::int64_t headquarters_ms = 2'000;           // between two acts there
  std::int64_t stroke_ms = minute_ms;             // between two of a box's faults, while it is on
  std::int64_t centre_stroke_ms = 4 * minute_ms;  // while a desk is open
  std::int64_t copy_ms = 5 * minute_ms;           // between two copies of the centre's disk
  std::int64_t stick_ms = 2 * minute_ms;          // between two sticks that a bus writes, while it is on; 0: none
  // Weeks away, empty batteries, disks that lie, boxes put back and doubled, a revoked box, the centre put back.
  bool rare = false;
  bool tells = true;  // keeps the whole story
  // Between two editions of the catalogue, where that makes no more than `editions_at_most`; 0: one for ever.
  std::int64_t publish_ms = 2 * day_ms;
  // The services of both folders make one catalogue. Shared by the runs of a program.
  std::shared_ptr<Catalogues> catalogues =
      std::make_shared<Catalogues>(std::vector<std::string>{"deploy/catalogue", "tests/sim/catalogue"});
  std::string answers = "deploy/demo/walk/answers/domicile.json";
};

// What happened between people, over a run: that it happened at all is part of the proof.
struct Figures {
  std::size_t operations = 0, parallel = 0, contested = 0, resolved = 0, late = 0, disputed = 0, decided = 0,
              returned = 0, handed_over = 0, closed = 0, node_days = 0, sticks_taken = 0, sticks_read = 0, erased = 0,
              forks_settled = 0, enrolled_late = 0, published = 0;
  Tally faults;
  std::map<std::string, std::size_t, std::less<>> acts;  // of people, that were done
  void add(const Figures& other);
};

// A box at a stop, with whoever works there.
struct Box {
  std::size_t index = 0;
  std::unique_ptr<Bus> bus;
  std::vector<std::unique_ptr<Seated>> people;
  Random luck{0};
  BoxClock clock;
  bool open = false;                     // people are at work
  bool busy = false;                     // and many come today
  std::uint64_t day = 0;                 // which opening this is: acts of another are past
  std::optional<std::int64_t> drain_ms;  // when it next looks into its mailbox
  std::uint64_t drains = 0;
  std::int64_t away_until_ms = 0;  // weeks without a link
  // What somebody copied of its disk, to put it back later, and when.
  std::optional<test::MemoryVfs::Image> copy;
  std::map<std::string, std::string> copied_files;
  std::int64_t copied_ms = 0, lies_since_ms = 0;
  // Two of them were, or it went back behind what the centre had of it; then nobody need find all of its numbers alone.
  bool put_back = false, doubled = false;
  Random hands{0};  // whoever carries sticks
  struct Writing {
    exchange::BundleWriter bundle;
    std::string plain;
  };
  std::optional<Writing> writing;
  std::vector<std::string> answers;  // that lie on its sticks, sealed
  bool unread = false;
  std::uint64_t sticks = 0, stick_arrived = 0;  // the last that was written, and that was at the centre
  std::string challenge;                        // the last that somebody there saw, after a fork
  std::optional<std::size_t> issued;  // it has learnt that it is revoked: so many numbers it had issued by then (P14)
};

// Buses, the centre and their people on simulated time; everything hangs on the seed.
class World {
 public:
  explicit World(Plan plan);
  ~World();
  // Works under faults, then calms down and checks that all has come together.
  void run();
  const Story& story() const { return story_; }
  const Figures& figures() const { return figures_; }

 private:
  struct Round {
    std::uint64_t start = 0;  // of the bus: a restarted box hears nothing of an old connection
    exchange::Request request;
    exchange::Speed speed;
  };
  Box& make_box(const std::string& name, std::uint32_t number, const std::string& label, const seal::SigningKey& key,
                const std::string& store_key);
  // Its first day begins within the hour after `after_ms`, and it has so many.
  void make_bus(int number, std::int64_t after_ms, int days);
  void enrol_late();
  void hire(Box& box);
  void employ(const std::string& node);
  // Once, and again where a restored centre does not know the box.
  void enrol(const Bus::Setup& setup);
  std::int64_t now_ms() const { return agenda_.now_ms(); }
  std::int64_t about(std::int64_t ms, Random& luck) const {
    return 1 + static_cast<std::int64_t>(luck.below(static_cast<std::uint64_t>(2 * ms)));
  }

  // days.cpp: when boxes are on, and what people do there
  void open_day(Box& box, int left);
  void close_day(Box& box);
  void turn_on(Box& box);
  void went_dark(Box& box);
  void work(Box& box, std::size_t person, std::uint64_t day);
  void headquarters_works();
  void settle_what_rests_on_lost();
  void centre_works();
  void wake(Box& box, std::int64_t after_ms);
  void drain(Box& box);

  // carriage.cpp: messages
  void send(Box& box, core::SendExchange round);
  void arrived(Box& box, std::uint64_t start, std::uint64_t round, const Result<std::string>& body,
               std::int64_t centre_ms);
  void hear(Box& box, std::uint64_t id, Result<exchange::Received> received, exchange::Speed speed,
            std::int64_t centre_ms);
  void check_safe(Box& box, const exchange::Answer& answer);
  void give_up(Box& box, std::uint64_t start, std::uint64_t round);
  void send_piece(Box& box, core::SendUpload piece);
  void piece_came(Box& box, std::uint64_t start, std::uint64_t number, core::UploadAnswer answer);

  // sticks.cpp: what is carried by hand
  void carry_later(Box& box, std::uint64_t day);
  void order_stick(Box& box, bool read);
  void put_on_stick(Box& box, core::WriteStick piece);
  void set_out(Box& box, Stick stick);
  void arrive(Box& box, const Stick& stick);
  bool take_damaged(Box& box, const Stick& stick);
  void bring_back(Box& box);
  void read_stick(Box& box);
  Result<core::StickRead::Content> content_of(Box& box, const std::string& sealed);

  // strokes.cpp: what goes wrong
  void strike_later(Box& box, std::uint64_t day);
  void strike(Box& box);
  bool strike_power(Box& box, Fault fault);
  bool strike_disk(Box& box, Fault fault);
  void fill_disk(Box& box);
  bool strike_link(Box& box, Fault fault);
  bool strike_clock(Box& box, Fault fault);
  bool restore(Box& box);
  bool clone(Box& box);
  void put_back(Box& box, std::int64_t to_ms);
  void strike_centre();
  bool strike_centres_power(Fault fault);
  bool strike_centres_disk(Fault fault);
  bool restore_centre();
  void centre_went_back(std::int64_t to_ms);
  void publish_later();
  bool revoke_some();
  void copy_centre();

  // telephone.cpp: what people say to each other after a fork was noticed
  void telephone_later(Box& box);
  void telephone(Box& box, const std::string& challenge);
  void check_stay();

  void advance(std::int64_t until_ms);
  void calm_down();
  bool settled();
  std::vector<model::Op> own_waiting();
  bool is_revoked(const Box& box) const { return revoked_.contains(box.bus->name()); }
  void check(const Archive& archive);
  void check_box(Box& box, const BoxLog& log);
  void check_issued(Box& box);
  void check_names(const Archive& archive);
  void check_nodes(const std::vector<const BoxLog*>& logs);
  void count(const Archive& archive);

  Plan plan_;
  Random random_;
  Agenda agenda_;
  Story story_;
  Figures figures_;
  bool calm_ = false;
  std::int64_t calm_ms_ = 0;  // since when
  Network network_;
  std::unique_ptr<Centre> centre_;
  std::unique_ptr<Headquarters> headquarters_;
  Random headquarters_luck_, centre_luck_;
  bool headquarters_open_ = true;
  std::vector<std::unique_ptr<Box>> boxes_;
  std::map<std::pair<std::size_t, std::uint64_t>, Round> rounds_;  // by box and number
  std::map<std::size_t, std::uint64_t> pieces_;                    // by box: the piece that is under way
  std::uint64_t pieces_sent_ = 0;
  std::map<std::string, Revocation> revoked_;  // by node
  std::map<std::string, std::size_t> stays_;   // by node: which box headquarters said is the node
  bool centre_put_back_ = false;
  int edition_ = 1;  // of the catalogue: the last that was published
};

}  // namespace karvan::sim
