#include "app/commands.h"
namespace assay::app { Result<int> run_doctor(const CommonOptions&, const DoctorOptions&) { return 0; } }
