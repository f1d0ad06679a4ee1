// assay: grades Go exercises. The commands are in their own files.
#include "app/cli.h"
#include "app/own_memory.h"

int main(int argc, char** argv) {
  assay::app::keep_memory_small();
  return assay::app::run(argc, argv);
}
