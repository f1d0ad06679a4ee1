// assay: grades Go exercises. The commands are in their own files.
#include "app/cli.h"

int main(int argc, char** argv) {
  return assay::app::run(argc, argv);
}
