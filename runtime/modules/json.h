/* json.h -- what the files of the module _json share. */
#ifndef TP_JSON_H
#define TP_JSON_H

#include "runtime/func.h"
#include "runtime/str.h"

/* The string literal of JSON whose opening quote is at begin: its text, and in *end where it goes
 * on behind the closing quote. 0 with JSONDecodeError. (json_scan.c) */
Value json_scan_string(Value text, int64_t begin, int64_t *end, bool is_strict);

/* Append text as a string literal, all beyond ASCII escaped if is_ascii; -1: out of memory.
 * (json_encode.c) */
int json_put_string(StrBuilder *out, Value text, bool is_ascii);

/* The functions of the module that the encoder knows when it meets them. */
Value json_encode_basestring(Value self, Value *args);
Value json_encode_basestring_ascii(Value self, Value *args);

extern Type json_scanner_type, json_encoder_type;

#endif
