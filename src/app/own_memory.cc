#include "app/own_memory.h"

#include <malloc.h>

namespace assay::app {

void share_memory_between_threads() {
  ::mallopt(M_ARENA_MAX, 2);
}

void give_back_memory() {
  ::malloc_trim(0);
}

}  // namespace assay::app
