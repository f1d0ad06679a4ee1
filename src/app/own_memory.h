// What assay's own process holds of memory that it no longer uses.
#pragma once

namespace assay::app {

/// At the start: threads share what they have freed, by two heaps. Each keeping its own, as glibc
/// has it, doubles what a batch needs; with a single one, making reports on two cores takes as long
/// as on one. Large buffers go back to the system as soon as they are freed.
void keep_memory_small();

/// Where one phase of work ends and another begins: what is free goes back to the system.
void give_back_memory();

}  // namespace assay::app
