// sqlite3_config takes a variable number of arguments, which Swift cannot pass.
int sqlite3_config(int option, ...);

// Has SQLite keep no account of its memory, which would take a lock for every piece of it.
// To be called before anything else of SQLite; what it gives is SQLITE_OK (0) then.
static inline int sqlite3_keep_no_memory_account(void) {
  return sqlite3_config(9 /* SQLITE_CONFIG_MEMSTATUS */, 0);
}
