#include <zlib.h>

/// inflateInit is a macro.
static inline int dunlin_inflate_init(z_stream *stream) { return inflateInit(stream); }

/// The same for data without a header of zlib's own, as in ZIP files; a macro too.
static inline int dunlin_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
