#include "report/pieces.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "base/at_once.h"

namespace assay::report {
namespace {

// Enough that no core waits for one large part alone, few enough that memory stays small.
constexpr std::size_t kPiecesOfACore = 4;

}  // namespace

Status write_pieces(std::size_t count, const std::function<Result<Piece>(std::size_t)>& begin,
                    const Sink& sink) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t next = 0; next < count;) {
    std::vector<Piece> pieces;
    for (; next < count && pieces.size() < cores * kPiecesOfACore; ++next) {
      ASSAY_TRY(Piece piece, begin(next));
      pieces.push_back(std::move(piece));
    }
    std::vector<Result<std::string>> made(pieces.size());
    do_at_once(pieces.size(), cores, [&](std::size_t i) {
      made[i] = pieces[i]();
      return made[i].has_value();
    });
    for (const Result<std::string>& each : made) {
      ASSAY_TRY(const std::string& text, each);
      ASSAY_CHECK(sink(text));
    }
  }
  return {};
}

}  // namespace assay::report
