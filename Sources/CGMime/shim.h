#include <gmime/gmime.h>

/// The object as a part with content; null for any other object.
static inline GMimePart *dunlin_mime_part(GMimeObject *object) {
  return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}

/// The mail inside an object that forwards one; null where it forwards none.
static inline GMimeMessage *dunlin_mime_inner(GMimeObject *object) {
  return GMIME_IS_MESSAGE_PART(object)
             ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(object))
             : NULL;
}

static inline GMimeObject *dunlin_mime_object(GMimeMessage *message) {
  return GMIME_OBJECT(message);
}

/// The decoded content of a part, to be freed with g_byte_array_unref; null where it has none.
static inline GByteArray *dunlin_mime_content(GMimePart *part) {
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  if (content == NULL) return NULL;
  GByteArray *bytes = g_byte_array_new();
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
  g_mime_data_wrapper_write_to_stream(content, stream);
  g_object_unref(stream);
  return bytes;
}

/// The mail that the bytes are; null where they are none. They must outlive it.
static inline GMimeMessage *dunlin_mime_parse(const char *bytes, size_t length) {
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  g_object_unref(parser);
  g_object_unref(stream);
  return message;
}
