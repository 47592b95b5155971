#pragma once
#include <string_view>

#include "hardware/drivers/virtual/canvas.h"
#include "hardware/drivers/virtual/people.h"

// What the virtual devices see of a person: the same person looks the same each time.
namespace karvan::drivers::virtuals {

// A sheet of the person's, A4: a heading, lines as of text, the number of the card, a stamp, a signature.
Canvas paper_of(const Person& person, int page, int dpi);

// Ridges of one finger ("right_thumb") at 500 dpi.
Canvas finger_of(const Person& person, std::string_view position);

// Head and shoulders.
Canvas face_of(const Person& person, int width, int height);

}  // namespace karvan::drivers::virtuals
