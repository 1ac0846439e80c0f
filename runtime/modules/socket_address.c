/* socket_address.c -- addresses of sockets: from Python values to C structs and back.
 *
 * An address of AF_INET is (host, port), of AF_INET6 (host, port, flowinfo, scope_id), of AF_UNIX a
 * path, or bytes that begin with a zero: a name that is in no directory. Other families can be used
 * as far as no address is asked for. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>

#include "socket.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/str.h"
#include "runtime/text.h"

enum { PORT_LIMIT = 0xffff, FLOWINFO_LIMIT = 0xfffff, LABEL_LIMIT = 63 };

Type tp_socket_gaierror = {
    .head = {&tp_type_type},
    .name = "socket.gaierror",
    .base = &tp_OSError,
    .flags = TYPE_BASE | TYPE_IS_EXC,
};

Value tp_socket_raise(Type *type, int error, const char *message)
{
    Value args[2] = {tp_int(error), tp_str_cstr(message)};
    Value instance = tp_call(tp_ref(type), 2, args, 0);
    return instance ? tp_raise_instance(instance) : 0;
}

Value tp_socket_raise_gai(int error)
{
    if (error == EAI_SYSTEM)
        return tp_raise_errno(errno, 0);
    return tp_socket_raise(&tp_socket_gaierror, error, gai_strerror(error));
}

/* ---- names of hosts ---- */

/* ASCII is idna as it is, if its labels are not too long. */
static int check_labels(const char *name)
{
    for (;;) {
        size_t n = strcspn(name, ".");
        bool is_last = !name[n];
        if (n > LABEL_LIMIT || (n == 0 && !is_last))
            return tp_raise_int(&tp_UnicodeError,
                                "encoding with 'idna' codec failed (UnicodeError: label %s)",
                                is_last ? "too long" : "empty or too long");
        if (is_last)
            return 0;
        name += n + 1;
    }
}

const char *tp_socket_idna(Value str)
{
    if (tp_as_str(str)->is_ascii) {
        const char *name = tp_str_to_c(str);
        return check_labels(name) < 0 ? 0 : name;
    }
    Value bytes = tp_encode(str, "idna", 0);
    return bytes ? tp_fsencode(bytes) : 0;
}

/* The bytes of a bytes or bytearray as a C string: 0 if they have a zero in them. */
static const char *c_string(Value v)
{
    const char *data;
    int64_t n;
    if (tp_bytes_view(v, &data, &n) < 0)
        return 0;
    if (memchr(data, 0, (size_t)n)) {
        tp_raise(&tp_TypeError, "host name must not contain null character");
        return 0;
    }
    return tp_fsencode(tp_bytes_new(data, n));
}

static bool is_bytes_or_bytearray(Value v)
{
    return tp_is_bytes(v) || tp_instance(v, &tp_bytearray_type);
}

const char *tp_socket_host(Value v, const char *function)
{
    const char *name = 0;
    if (tp_is_str(v)) {
        if (tp_str_find(v, tp_latin1_char(0), 0, tp_as_str(v)->length) < 0)
            return tp_socket_idna(v);
    } else if (!is_bytes_or_bytearray(v)) {
        tp_raise_argument(function, "argument 1", "str, bytes or bytearray", v);
        return 0;
    } else if ((name = c_string(v))) {
        return name;
    }
    tp_error_clear();
    tp_raise_argument(function, "argument 1", "encoded string without null bytes", v);
    return 0;
}

/* The same for the host of an address. */
static const char *host_of_address(Value v)
{
    if (is_bytes_or_bytearray(v))
        return c_string(v);
    if (!tp_is_str(v)) {
        tp_raise(&tp_TypeError, "str, bytes or bytearray expected, not %T", v);
        return 0;
    }
    if (tp_as_str(v)->is_ascii)
        return c_string(tp_encode(v, "ascii", 0));
    Value bytes = tp_encode(v, "idna", 0);
    if (bytes)
        return c_string(bytes);
    tp_error_clear();
    tp_raise(&tp_TypeError, "encoding of hostname failed");
    return 0;
}

/* An address written in numbers. */
static bool parse_numeric(const char *name, int family, Address *address)
{
    if (family != AF_INET6 && inet_pton(AF_INET, name, &address->in.sin_addr) > 0) {
        address->any.sa_family = AF_INET;
        return true;
    }
    if (family != AF_INET && inet_pton(AF_INET6, name, &address->in6.sin6_addr) > 0) {
        address->any.sa_family = AF_INET6;
        return true;
    }
    return false;
}

int tp_socket_resolve(const char *name, int family, Address *address)
{
    memset(address, 0, sizeof *address);
    if (!*name) {
        if (family == AF_UNSPEC)
            return tp_raise_int(&tp_OSError, "wildcard resolved to multiple address");
        address->any.sa_family = (sa_family_t)family;
        return 0;
    }
    if (strcmp(name, "<broadcast>") == 0 || strcmp(name, "255.255.255.255") == 0) {
        if (family == AF_INET6)
            return tp_raise_int(&tp_OSError, "address family mismatched");
        address->in.sin_family = AF_INET;
        address->in.sin_addr.s_addr = INADDR_BROADCAST;
        return 0;
    }
    if (parse_numeric(name, family, address))
        return 0;
    struct addrinfo hints = {.ai_family = family}, *found;
    int error = getaddrinfo(name, 0, &hints, &found);
    if (error)
        return tp_socket_raise_gai(error), -1;
    memcpy(address, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return 0;
}

Value tp_socket_host_text(const Address *address)
{
    char text[INET6_ADDRSTRLEN];
    const void *number = address->any.sa_family == AF_INET ? (const void *)&address->in.sin_addr
                                                           : &address->in6.sin6_addr;
    if (!inet_ntop(address->any.sa_family, number, text, sizeof text))
        return tp_raise_errno(errno, 0);
    return tp_str_cstr(text);
}

/* ---- from Python ---- */

int tp_socket_long(Value v, int64_t *out)
{
    Value index = tp_index(v);
    return index ? tp_int_as_i64(index, out) : -1;
}

int tp_socket_int(Value v, int *out)
{
    int64_t i;
    if (text_plain_int_arg(v, &i) < 0)
        return -1;
    *out = (int)i;
    return 0;
}

static int bad_port(const char *function)
{
    return tp_raise_int(&tp_OverflowError, "%s(): port must be 0-65535.", function);
}

static int port_of_address(Value v, const char *function, int *port)
{
    if (tp_socket_int(v, port) == 0)
        return 0;
    if (!tp_error_is(&tp_OverflowError))
        return -1;
    tp_error_clear();
    return bad_port(function);
}

static int inet_address(Value v, const char *function, bool is_6, Address *address)
{
    int port = 0;
    uint32_t flowinfo = 0, scope = 0;
    if (!tp_is_tuple(v))
        return tp_raise_int(&tp_TypeError, "%s(): %s address must be tuple, not %T", function,
                            is_6 ? "AF_INET6" : "AF_INET", v);
    const Tuple *t = tp_as_tuple(v);
    if (t->length < 2 || t->length > (is_6 ? 4 : 2))
        return tp_raise_int(&tp_TypeError, is_6
                                ? "AF_INET6 address must be a tuple (host, port[, flowinfo[, "
                                  "scopeid]])"
                                : "AF_INET address must be a pair (host, port)");
    const char *host = host_of_address(t->items[0]);
    if (!host || port_of_address(t->items[1], function, &port) < 0 ||
        (t->length > 2 && text_low_bits_arg(t->items[2], &flowinfo) < 0) ||
        (t->length > 3 && text_low_bits_arg(t->items[3], &scope) < 0))
        return -1;
    if (tp_socket_resolve(host, is_6 ? AF_INET6 : AF_INET, address) < 0)
        return -1;
    if (port < 0 || port > PORT_LIMIT)
        return bad_port(function);
    if (flowinfo > FLOWINFO_LIMIT)
        return tp_raise_int(&tp_OverflowError, "%s(): flowinfo must be 0-1048575.", function);
    if (is_6) {
        address->in6.sin6_port = htons((uint16_t)port);
        address->in6.sin6_flowinfo = htonl(flowinfo);
        address->in6.sin6_scope_id = scope;
    } else {
        address->in.sin_port = htons((uint16_t)port);
    }
    return 0;
}

static int unix_address(Value v, Address *address, socklen_t *length)
{
    const char *data;
    int64_t n;
    Value bytes = tp_is_str(v) ? tp_encode(v, "utf-8", "surrogateescape") : v;
    if (!bytes || tp_bytes_view(bytes, &data, &n) < 0)
        return -1;
    bool is_path = n && data[0]; /* which a zero ends */
    if (n > (int64_t)sizeof address->un.sun_path - is_path)
        return tp_raise_int(&tp_OSError, "AF_UNIX path too long");
    memset(address, 0, sizeof *address);
    address->un.sun_family = AF_UNIX;
    memcpy(address->un.sun_path, data, (size_t)n);
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)n + is_path);
    return 0;
}

int tp_socket_address(const Socket *s, Value v, const char *function, Address *address,
                      socklen_t *length)
{
    switch (tp_small_value(s->family)) {
    case AF_UNIX:
        return unix_address(v, address, length);
    case AF_INET:
        *length = sizeof address->in;
        return inet_address(v, function, false, address);
    case AF_INET6:
        *length = sizeof address->in6;
        return inet_address(v, function, true, address);
    default:
        return tp_raise_int(&tp_OSError, "%s(): bad family", function);
    }
}

int tp_socket_check_family(const Socket *s)
{
    int64_t family = tp_small_value(s->family);
    if (family == AF_UNIX || family == AF_INET || family == AF_INET6)
        return 0;
    return tp_raise_int(&tp_OSError, "getsockaddrlen: bad family");
}

/* ---- to Python ---- */

static Value unix_address_value(const Address *address, socklen_t length)
{
    size_t start = offsetof(struct sockaddr_un, sun_path), most = sizeof address->un.sun_path;
    size_t n = length > start ? length - start : 0;
    const char *path = address->un.sun_path;
    if (n > most)
        n = most;
    if (n && !path[0])
        return tp_bytes_new(path, (int64_t)n);
    return tp_fsdecode(path, (int64_t)strnlen(path, n));
}

Value tp_socket_address_value(const Address *address, socklen_t length)
{
    if (length == 0)
        return TP_NONE;
    int family = address->any.sa_family;
    if (family == AF_UNIX)
        return unix_address_value(address, length);
    if (family != AF_INET && family != AF_INET6) {
        size_t start = offsetof(struct sockaddr, sa_data);
        size_t n = length > sizeof *address ? sizeof *address : length;
        return tp_tuple_pack(2, tp_small(family),
                             tp_bytes_new((const char *)address + start,
                                          n > start ? (int64_t)(n - start) : 0));
    }
    Value host = tp_socket_host_text(address);
    if (!host)
        return 0;
    if (family == AF_INET)
        return tp_tuple_pack(2, host, tp_small(ntohs(address->in.sin_port)));
    return tp_tuple_pack(4, host, tp_small(ntohs(address->in6.sin6_port)),
                         tp_int(ntohl(address->in6.sin6_flowinfo)),
                         tp_int(address->in6.sin6_scope_id));
}
