// Fingers and faces.
#include <algorithm>
#include <array>
#include <cmath>

#include "hardware/drivers/virtual/pictures.h"

namespace karvan::drivers::virtuals {
namespace {

constexpr int finger_width = 400, finger_height = 500;
constexpr double ridge_dots = 9.2;  // 0.47 mm at 500 dpi
constexpr double turn = 6.283185307179586;

double share(std::uint64_t trait, std::uint64_t which) {
  return static_cast<double>(mix(trait ^ mix(which)) % 1'000) / 1'000;
}

struct Look {
  Colour skin, hair, cloth, wall;
  bool woman;
  double wide, eyes, mouth;
  bool beard;
};

Look look_of(const Person& p) {
  constexpr std::array<Colour, 4> skins = {{{224, 178, 140}, {206, 156, 116}, {184, 132, 94}, {160, 112, 80}}};
  constexpr std::array<Colour, 4> hairs = {{{28, 22, 20}, {46, 34, 28}, {70, 62, 58}, {130, 126, 122}}};
  constexpr std::array<Colour, 5> cloths = {{{38, 78, 112}, {112, 42, 62}, {50, 96, 70}, {96, 82, 50}, {70, 60, 100}}};
  auto pick = [&](const auto& list, std::uint64_t which) {
    return list[static_cast<std::size_t>(share(p.trait, which) * static_cast<double>(list.size()))];
  };
  const bool woman = p.sex == "female";
  return {pick(skins, 1),
          pick(hairs, 2),
          pick(cloths, 3),
          {214, 222, 230},
          woman,
          0.9 + 0.2 * share(p.trait, 4),
          0.9 + 0.3 * share(p.trait, 5),
          0.8 + 0.5 * share(p.trait, 6),
          !woman && share(p.trait, 7) < 0.5};
}

}  // namespace

Canvas finger_of(const Person& person, std::string_view position) {
  auto trait = person.trait;
  for (char c : position) trait = mix(trait ^ static_cast<std::uint64_t>(c));
  const double core_x = finger_width * (0.42 + 0.16 * share(trait, 1)),
               core_y = finger_height * (0.4 + 0.14 * share(trait, 2));
  const double lean = turn * share(trait, 3), depth = 8 + 14 * share(trait, 4), coil = share(trait, 5) < 0.5 ? 1 : -1;
  Canvas canvas(finger_width, finger_height, Canvas::Kind::grey, Colour::grey(236));
  for (int y = 0; y < finger_height; ++y) {
    for (int x = 0; x < finger_width; ++x) {
      const double across = (x - finger_width / 2.0) / (finger_width * 0.46),
                   along = (y - finger_height / 2.0) / (finger_height * 0.47);
      const double edge = 1 - (across * across + along * along);
      if (edge <= 0) continue;
      const double dx = x - core_x, dy = (y - core_y) * 0.82, angle = std::atan2(dy, dx);
      const double far = std::hypot(dx, dy) + depth * std::sin(2 * angle + lean) + coil * ridge_dots * angle / turn +
                         3 * std::sin(x * 0.045 + lean) + 3 * std::sin(y * 0.038 - lean);
      const double ridge = std::cos(turn * far / ridge_dots), touch = std::min(1.0, edge * 4);
      canvas.dot(x, y, Colour::grey(static_cast<std::uint8_t>(236 - touch * (78 - 78 * ridge))));
    }
  }
  canvas.grain(trait, 14);
  return canvas;
}

Canvas face_of(const Person& person, int width, int height) {
  const auto look = look_of(person);
  const double w = width, h = height, x = w / 2, y = h * 0.42, face_w = w * 0.2 * look.wide, face_h = h * 0.21;
  Canvas canvas(width, height, Canvas::Kind::colour, look.wall);
  canvas.ellipse(x, h * 1.02, w * 0.42, h * 0.3, look.cloth);
  if (look.woman) canvas.ellipse(x, y + h * 0.06, face_w * 1.5, face_h * 1.55, look.cloth);
  canvas.box(x - face_w * 0.45, y, x + face_w * 0.45, h * 0.74, look.skin);
  canvas.ellipse(x, y - h * 0.03, face_w * 1.1, face_h * 1.08, look.hair);
  canvas.ellipse(x, y + h * 0.02, face_w, face_h, look.skin);
  if (look.beard) {
    canvas.ellipse(x, y + face_h * 0.72, face_w * 0.72, face_h * 0.42, look.hair);
    canvas.ellipse(x, y + face_h * 0.52, face_w * 0.5, face_h * 0.3, look.skin);
  }
  for (double side : {-1.0, 1.0}) {
    const double eye_x = x + side * face_w * 0.42, eye_y = y - face_h * 0.08, eye_w = face_w * 0.19 * look.eyes;
    canvas.ellipse(eye_x, eye_y, eye_w, eye_w * 0.55, {245, 243, 240});
    canvas.ellipse(eye_x, eye_y, eye_w * 0.45, eye_w * 0.48, {52, 34, 24});
    canvas.box(eye_x - eye_w, eye_y - eye_w * 1.3, eye_x + eye_w, eye_y - eye_w, look.hair);
  }
  canvas.box(x - face_w * 0.05, y, x + face_w * 0.05, y + face_h * 0.34, {150, 104, 80});
  canvas.ellipse(x, y + face_h * 0.58, face_w * 0.26 * look.mouth, face_h * 0.05, {150, 70, 66});
  canvas.grain(person.trait, 6);
  return canvas;
}

}  // namespace karvan::drivers::virtuals
