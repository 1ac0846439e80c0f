/* codecs_module.h -- what the files of the module _codecs share. */
#ifndef TP_CODECS_MODULE_H
#define TP_CODECS_MODULE_H

#include "runtime/codec.h"

/* Register the standard error handlers as callables: 0, or -1. (codecs_handlers.c) */
int codecs_register_handlers(void);

/* The first 256 characters of a table, which is not empty, turned around for encoding: an
 * EncodingMap, or a dict if that cannot hold them. 0 on failure. (codecs_charmap.c) */
Value codecs_charmap_build(Value table);
/* Decode and encode by a mapping, as codecs.charmap_decode does; errors may be 0. */
Value codecs_charmap_decode(const char *data, int64_t n, const char *errors, Value mapping);
Value codecs_charmap_encode(Value str, const char *errors, Value mapping);
void codecs_charmap_ready(void);

/* UTF-7; consumed as for tp_codec_decode. (codecs_utf7.c) */
Value codecs_utf7_decode(const char *data, int64_t n, const char *errors, int64_t *consumed);
Value codecs_utf7_encode(Value str);

#endif
