/* packed.h -- bytes as a short printable text: what emitted C keeps the module's code object in.
 *
 * The bytes are told in steps. A step is a byte of two halves, lengths of which 15 means that bytes
 * to add follow, up to one that is not 255: the high half counts literal bytes, which stand behind
 * it; the low half, more by PACKED_COPY, counts bytes to copy from a distance back that stands
 * there in two bytes, low first. The last step need not have a copy. Four bytes of that make five
 * digits of base 85, high first: characters from '#' on, but 'x' and 'y' for '?' and '\', which C
 * strings don't take as they are. */
#ifndef TP_PACKED_H
#define TP_PACKED_H

#include <stdbool.h>
#include <stddef.h>

enum { PACKED_COPY = 4, PACKED_HALF = 15, PACKED_FIRST = '#' };

/* The n bytes that text stands for; false if it is not the text of n bytes. */
bool tp_packed_read(const char *text, char *bytes, size_t n);

#endif
