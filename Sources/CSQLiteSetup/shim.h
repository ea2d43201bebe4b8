#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// sqlite3_config takes a variable number of arguments, which Swift cannot pass.
int sqlite3_config(int option, ...);

// Has SQLite keep no account of its memory, which would take a lock for every piece of it.
// To be called before anything else of SQLite; what it gives is SQLITE_OK (0) then.
static inline int sqlite3_keep_no_memory_account(void) {
  return sqlite3_config(9 /* SQLITE_CONFIG_MEMSTATUS */, 0);
}

// Gives free memory back to the system, which the C library of Linux does not do by itself where
// small pieces stand in between.
static inline void return_free_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
