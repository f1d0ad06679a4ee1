// What a command line says about reaching submissions, as the source module wants it.
#pragma once

#include "app/options.h"
#include "source/source.h"

namespace assay::app {

/// Ends early when a signal comes (interrupt.h), if signals are watched by then.
source::Options source_options(const FetchOptions& options);

}  // namespace assay::app
