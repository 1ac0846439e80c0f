/* binascii.h -- what the files of the module binascii share. */
#ifndef TP_BINASCII_H
#define TP_BINASCII_H

#include "runtime/bytes.h"

extern Type binascii_error_type;

/* Raise binascii.Error; gives 0. */
Value binascii_fail(const char *message);
/* The bytes of a bytes-like object or an ASCII str; borrowed. -1 with TypeError or ValueError. */
int binascii_ascii_argument(Value v, const uint8_t **data, int64_t *n);
/* The bytes built so far. */
Value binascii_result(const ByteBuilder *out);

/* 0..15, or -1. */
static inline int binascii_hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

METHOD_FN(binascii_a2b_uu);
METHOD_FN(binascii_b2a_uu);
METHOD_FN(binascii_a2b_qp);
METHOD_FN(binascii_b2a_qp);

#endif
