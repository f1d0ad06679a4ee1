#include "app/own_memory.h"

#include <malloc.h>

namespace assay::app {

void keep_memory_small() {
  ::mallopt(M_ARENA_MAX, 2);
  // Set, it stays: otherwise the first large buffer that is freed raises it, and the next are kept.
  ::mallopt(M_MMAP_THRESHOLD, 128 << 10);
}

void give_back_memory() {
  ::malloc_trim(0);
}

}  // namespace assay::app
