#pragma once
#include "storage/model/op.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"

// Two boxes under one name and key (P7), of which a person has said which is the node.
namespace karvan::central {

// Whether an operation issues a number, moves money, or ends a lease: what of the box that does not stay waits for a
// person, while its other work goes on as another author's.
bool numbers_or_money(const model::Op& op);

// Whether a line is of the box that does not stay: neither in the epoch that the other one opened with its code, nor
// before it in the chain, nor after. By the last word that was heard: a later one says nothing until then. False while
// that epoch is not known.
Result<bool> of_another_box(Files& files, const InboxLine& line);

}  // namespace karvan::central
