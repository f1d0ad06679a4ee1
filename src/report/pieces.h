// A long document whose parts are made on all cores and stand in order. Only a few of them
// are in memory at any time.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "base/result.h"
#include "report/outline.h"

namespace assay::report {

/// Makes a part of a document, on any thread. Must not throw.
using Piece = std::function<Result<std::string>()>;

/// Calls `begin` for 0, 1, … count - 1, in the calling thread, and hands what the pieces that it
/// returns make to `sink`, in this order. Ends at the first error, of any of them.
Status write_pieces(std::size_t count, const std::function<Result<Piece>(std::size_t)>& begin,
                    const Sink& sink);

}  // namespace assay::report
