// How a process that answers statement after statement treats memory that was freed.
#pragma once

namespace skein::cli {

// Keeps up to 32 MiB of freed memory for the next statement. By default the C library gives blocks of 128 KiB
// and the end of the heap back at once, and each statement pays for fresh, zeroed pages.
void keep_freed_memory();

}  // namespace skein::cli
