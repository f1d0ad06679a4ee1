#include "base/at_once.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace assay {

void do_at_once(std::size_t count, unsigned jobs, const std::function<bool(std::size_t)>& piece) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> over = false;
  const auto work = [&] {
    for (std::size_t i = next++; i < count && !over; i = next++)
      if (!piece(i)) over = true;
  };
  std::vector<std::jthread> beside;
  for (std::size_t i = 1; i < std::min<std::size_t>(jobs, count); ++i) beside.emplace_back(work);
  work();
}

}  // namespace assay
