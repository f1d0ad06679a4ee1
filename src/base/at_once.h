#pragma once
// Independent pieces of work, some of them at once.

#include <cstddef>
#include <functional>

namespace assay {

/// Does piece 0, 1, … count - 1 in this order, up to `jobs` of them at once (one, if it is 0), and
/// returns when all that were begun are done. A piece that returns false lets no further one begin.
/// The calling thread does its share. `piece` must not throw.
void do_at_once(std::size_t count, unsigned jobs, const std::function<bool(std::size_t)>& piece);

}  // namespace assay
