/* socket_names.c -- functions of the module _socket that need no socket: names and addresses of
 * hosts, services, protocols and interfaces; numbers in network order. */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "posix.h"
#include "socket.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

enum { PORT_LIMIT = 0xffff, FLOWINFO_LIMIT = 0xfffff };

Type tp_socket_herror = {
    .head = {&tp_type_type},
    .name = "socket.herror",
    .base = &tp_OSError,
    .flags = TYPE_BASE | TYPE_IS_EXC,
};

static Value text(const char *s)
{
    return tp_fsdecode(s, (int64_t)strlen(s));
}

/* ---- hosts ---- */

static Value socket_gethostname(Value self, Value *args)
{
    char name[HOST_NAME_MAX + 1] = "";
    (void)self;
    (void)args;
    return gethostname(name, sizeof name - 1) < 0 ? tp_raise_errno(errno, 0) : text(name);
}

static Value socket_sethostname(Value self, Value *args)
{
    (void)self;
    const char *name = tp_posix_fsencode(args[0]);
    if (!name)
        return 0;
    return sethostname(name, strlen(name)) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value socket_gethostbyname(Value self, Value *args)
{
    Address address;
    (void)self;
    const char *name = tp_socket_host(args[0], "gethostbyname");
    if (!name || tp_socket_resolve(name, AF_INET, &address) < 0)
        return 0;
    return tp_socket_host_text(&address);
}

/* (name, aliases, addresses) of what the system knows about a host. */
static Value host_entry(const struct hostent *host)
{
    if (!host)
        return tp_socket_raise(&tp_socket_herror, h_errno, hstrerror(h_errno));
    Value aliases = tp_list_new(0), addresses = tp_list_new(0);
    for (char **alias = host->h_aliases; alias && *alias; alias++)
        if (tp_list_append(aliases, text(*alias)) < 0)
            return 0;
    for (char **number = host->h_addr_list; *number; number++) {
        Address address = {.any.sa_family = (sa_family_t)host->h_addrtype};
        if (host->h_addrtype == AF_INET)
            memcpy(&address.in.sin_addr, *number, sizeof address.in.sin_addr);
        else
            memcpy(&address.in6.sin6_addr, *number, sizeof address.in6.sin6_addr);
        Value shown = tp_socket_host_text(&address);
        if (!shown || tp_list_append(addresses, shown) < 0)
            return 0;
    }
    return tp_tuple_pack(3, text(host->h_name), aliases, addresses);
}

static Value socket_gethostbyname_ex(Value self, Value *args)
{
    Address address;
    (void)self;
    const char *name = tp_socket_host(args[0], "gethostbyname_ex");
    if (!name || tp_socket_resolve(name, AF_INET, &address) < 0)
        return 0;
    return host_entry(gethostbyname(name));
}

static Value socket_gethostbyaddr(Value self, Value *args)
{
    Address address;
    (void)self;
    const char *name = tp_socket_host(args[0], "gethostbyaddr");
    if (!name || tp_socket_resolve(name, AF_UNSPEC, &address) < 0)
        return 0;
    if (address.any.sa_family == AF_INET)
        return host_entry(gethostbyaddr(&address.in.sin_addr, sizeof address.in.sin_addr,
                                        AF_INET));
    return host_entry(gethostbyaddr(&address.in6.sin6_addr, sizeof address.in6.sin6_addr,
                                    AF_INET6));
}

static const char *c_string(const Bytes *b)
{
    return tp_fsencode(tp_bytes_new(b->data, (int64_t)strnlen(b->data, (size_t)b->length)));
}

/* The argument port of getaddrinfo(): *service is 0 for None. */
static int service_argument(Value v, char *digits, size_t size, const char **service)
{
    *service = digits;
    if (tp_type_of(v) == &tp_int_type) {
        int64_t number;
        if (tp_int_as_i64(v, &number) < 0)
            return -1;
        snprintf(digits, size, "%lld", (long long)number);
        return 0;
    }
    if (tp_is_str(v))
        return (*service = tp_str_to_utf8(v, 0)) ? 0 : -1;
    if (tp_is_bytes(v))
        return (*service = c_string((Bytes *)tp_obj(v))) ? 0 : -1;
    *service = 0;
    return v == TP_NONE ? 0 : tp_raise_int(&tp_OSError, "Int or String expected");
}

static Value address_info(const struct addrinfo *found)
{
    Value list = tp_list_new(0);
    for (; found; found = found->ai_next) {
        Address address = {0};
        memcpy(&address, found->ai_addr, found->ai_addrlen);
        Value shown = tp_socket_address_value(&address, found->ai_addrlen);
        if (!shown ||
            tp_list_append(list, tp_tuple_pack(5, tp_int(found->ai_family),
                                               tp_int(found->ai_socktype),
                                               tp_int(found->ai_protocol),
                                               text(found->ai_canonname ? found->ai_canonname : ""),
                                               shown)) < 0)
            return 0;
    }
    return list;
}

static Value socket_getaddrinfo(Value self, Value *args)
{
    char digits[24];
    const char *host = 0, *service;
    struct addrinfo hints = {0}, *found;
    int *const numbers[] = {&hints.ai_family, &hints.ai_socktype, &hints.ai_protocol,
                            &hints.ai_flags};
    (void)self;
    for (int i = 0; i < 4; i++)
        if (args[2 + i] && tp_socket_int(args[2 + i], numbers[i]) < 0)
            return 0;
    if (tp_is_str(args[0]))
        host = tp_socket_idna(args[0]);
    else if (tp_is_bytes(args[0])) /* up to a zero, as CPython takes it */
        host = c_string((Bytes *)tp_obj(args[0]));
    else if (args[0] != TP_NONE)
        tp_raise(&tp_TypeError, "getaddrinfo() argument 1 must be string or None");
    if ((!host && args[0] != TP_NONE) ||
        service_argument(args[1], digits, sizeof digits, &service) < 0)
        return 0;
    int error = getaddrinfo(host, service, &hints, &found);
    if (error)
        return tp_socket_raise_gai(error);
    Value list = address_info(found);
    freeaddrinfo(found);
    return list;
}

/* (host, port[, flowinfo[, scopeid]]) as getnameinfo() takes it: numbers. */
static int name_info_address(Value v, Address *address, socklen_t *length)
{
    int port;
    uint32_t flowinfo = 0, scope = 0;
    char digits[16];
    if (!tp_is_tuple(v))
        return tp_raise_int(&tp_TypeError, "getnameinfo() argument 1 must be a tuple");
    const Tuple *t = tp_as_tuple(v);
    if (t->length < 2 || t->length > 4 || !tp_is_str(t->items[0]))
        return tp_raise_int(&tp_TypeError, "getnameinfo(): illegal sockaddr argument");
    const char *host = text_name_arg("getnameinfo", "argument 1", t->items[0]);
    if (!host || tp_socket_int(t->items[1], &port) < 0 ||
        (t->length > 2 && text_low_bits_arg(t->items[2], &flowinfo) < 0) ||
        (t->length > 3 && text_low_bits_arg(t->items[3], &scope) < 0))
        return -1;
    if (flowinfo > FLOWINFO_LIMIT)
        return tp_raise_int(&tp_OverflowError, "getnameinfo(): flowinfo must be 0-1048575.");
    snprintf(digits, sizeof digits, "%d", port);
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_DGRAM}, *found;
    int error = getaddrinfo(host, digits, &hints, &found);
    if (error)
        return tp_socket_raise_gai(error), -1;
    bool is_one = !found->ai_next, is_6 = found->ai_family == AF_INET6;
    *length = found->ai_addrlen;
    memcpy(address, found->ai_addr, *length);
    freeaddrinfo(found);
    if (!is_one)
        return tp_raise_int(&tp_OSError, "sockaddr resolved to multiple addresses");
    if (!is_6 && t->length != 2)
        return tp_raise_int(&tp_OSError, "IPv4 sockaddr must be 2 tuple");
    if (is_6) {
        address->in6.sin6_flowinfo = htonl(flowinfo);
        address->in6.sin6_scope_id = scope;
    }
    return 0;
}

static Value socket_getnameinfo(Value self, Value *args)
{
    char host[NI_MAXHOST], service[NI_MAXSERV];
    Address address = {0};
    socklen_t length = 0;
    int flags;
    (void)self;
    if (tp_socket_int(args[1], &flags) < 0 || name_info_address(args[0], &address, &length) < 0)
        return 0;
    int error = getnameinfo(&address.any, length, host, sizeof host, service, sizeof service,
                            flags);
    return error ? tp_socket_raise_gai(error) : tp_tuple_pack(2, text(host), text(service));
}

/* ---- services, protocols, interfaces ---- */

static Value socket_getservbyname(Value self, Value *args)
{
    const char *name = text_name_arg("getservbyname", "argument 1", args[0]), *proto = 0;
    (void)self;
    if (!name || (args[1] && !(proto = text_name_arg("getservbyname", "argument 2", args[1]))))
        return 0;
    const struct servent *service = getservbyname(name, proto);
    if (!service)
        return tp_raise(&tp_OSError, "service/proto not found");
    return tp_small(ntohs((uint16_t)service->s_port));
}

static Value socket_getservbyport(Value self, Value *args)
{
    int port;
    const char *proto = 0;
    (void)self;
    if (tp_socket_int(args[0], &port) < 0 ||
        (args[1] && !(proto = text_name_arg("getservbyport", "argument 2", args[1]))))
        return 0;
    if (port < 0 || port > PORT_LIMIT)
        return tp_raise(&tp_OverflowError, "getservbyport: port must be 0-65535.");
    const struct servent *service = getservbyport(htons((uint16_t)port), proto);
    return service ? text(service->s_name) : tp_raise(&tp_OSError, "port/proto not found");
}

static Value socket_getprotobyname(Value self, Value *args)
{
    const char *name = text_name_arg("getprotobyname", "argument 1", args[0]);
    (void)self;
    if (!name)
        return 0;
    const struct protoent *protocol = getprotobyname(name);
    return protocol ? tp_int(protocol->p_proto) : tp_raise(&tp_OSError, "protocol not found");
}

static Value socket_if_nameindex(Value self, Value *args)
{
    (void)self;
    (void)args;
    struct if_nameindex *interfaces = if_nameindex();
    if (!interfaces)
        return tp_raise_errno(errno, 0);
    Value list = tp_list_new(0);
    for (struct if_nameindex *i = interfaces; i->if_index && i->if_name; i++)
        if (tp_list_append(list, tp_tuple_pack(2, tp_int(i->if_index), text(i->if_name))) < 0)
            break;
    if_freenameindex(interfaces);
    return tp_error_pending() ? 0 : list;
}

static Value socket_if_nametoindex(Value self, Value *args)
{
    (void)self;
    const char *name = tp_posix_fsencode(args[0]);
    if (!name)
        return 0;
    unsigned index = if_nametoindex(name);
    return index ? tp_int(index) : tp_raise(&tp_OSError, "no interface with this name");
}

/* An int as CPython takes it for an unsigned C long. */
static int unsigned_argument(Value v, uint64_t *out)
{
    if (tp_int_sign(tp_int_plain(v)) < 0)
        return tp_raise_int(&tp_OverflowError, "can't convert negative value to unsigned int");
    if (tp_int_as_u64(v, out) == 0)
        return 0;
    tp_error_clear();
    return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C unsigned long");
}

static Value socket_if_indextoname(Value self, Value *args)
{
    uint64_t index;
    char name[IF_NAMESIZE];
    (void)self;
    if (!tp_is_int(args[0]))
        return tp_raise(&tp_TypeError, "an integer is required");
    if (unsigned_argument(args[0], &index) < 0)
        return 0;
    return if_indextoname((unsigned)index, name) ? text(name) : tp_raise_errno(errno, 0);
}

/* ---- numbers and addresses as bytes ---- */

static Value swap_16(const char *function, Value v)
{
    int number;
    if (tp_socket_int(v, &number) < 0)
        return 0;
    if (number < 0)
        return tp_raise(&tp_OverflowError, "%s: can't convert negative Python int to C 16-bit "
                                           "unsigned integer", function);
    if (number > UINT16_MAX)
        return tp_raise(&tp_OverflowError, "%s: Python int too large to convert to C 16-bit "
                                           "unsigned integer", function);
    return tp_small(htons((uint16_t)number));
}

static Value swap_32(Value v)
{
    uint64_t number;
    if (!tp_is_int(v))
        return tp_raise(&tp_TypeError, "expected int, %T found", v);
    if (unsigned_argument(v, &number) < 0)
        return 0;
    if (number > UINT32_MAX)
        return tp_raise(&tp_OverflowError, "int larger than 32 bits");
    return tp_int(htonl((uint32_t)number));
}

static Value socket_ntohs(Value self, Value *args)
{
    (void)self;
    return swap_16("ntohs", args[0]);
}

static Value socket_htons(Value self, Value *args)
{
    (void)self;
    return swap_16("htons", args[0]);
}

static Value socket_swap_32(Value self, Value *args)
{
    (void)self;
    return swap_32(args[0]);
}

static Value socket_inet_aton(Value self, Value *args)
{
    struct in_addr number;
    (void)self;
    const char *name = text_name_arg("inet_aton", "argument 1", args[0]);
    if (!name)
        return 0;
    if (!inet_aton(name, &number))
        return tp_raise(&tp_OSError, "illegal IP address string passed to inet_aton");
    return tp_bytes_new((const char *)&number, sizeof number);
}

static Value socket_inet_ntoa(Value self, Value *args)
{
    Address address = {.any.sa_family = AF_INET};
    const char *data;
    int64_t n;
    (void)self;
    if (tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    if (n != sizeof address.in.sin_addr)
        return tp_raise(&tp_OSError, "packed IP wrong length for inet_ntoa");
    memcpy(&address.in.sin_addr, data, sizeof address.in.sin_addr);
    return tp_socket_host_text(&address);
}

static Value socket_inet_pton(Value self, Value *args)
{
    int family;
    struct in6_addr number;
    (void)self;
    if (tp_socket_int(args[0], &family) < 0)
        return 0;
    const char *name = text_name_arg("inet_pton", "argument 2", args[1]);
    if (!name)
        return 0;
    int done = inet_pton(family, name, &number);
    if (done < 0)
        return tp_raise_errno(errno, 0);
    if (!done)
        return tp_raise(&tp_OSError, "illegal IP address string passed to inet_pton");
    return tp_bytes_new((const char *)&number,
                        family == AF_INET ? sizeof(struct in_addr) : sizeof number);
}

static Value socket_inet_ntop(Value self, Value *args)
{
    int family;
    Address address = {0};
    const char *data;
    int64_t n;
    (void)self;
    if (tp_socket_int(args[0], &family) < 0 || tp_bytes_view(args[1], &data, &n) < 0)
        return 0;
    if (family != AF_INET && family != AF_INET6)
        return tp_raise(&tp_ValueError, "unknown address family %d", family);
    bool is_6 = family == AF_INET6;
    if (n != (int64_t)(is_6 ? sizeof(struct in6_addr) : sizeof(struct in_addr)))
        return tp_raise(&tp_ValueError, "invalid length of packed IP address string");
    address.any.sa_family = (sa_family_t)family;
    memcpy(is_6 ? (void *)&address.in6.sin6_addr : &address.in.sin_addr, data, (size_t)n);
    return tp_socket_host_text(&address);
}

const MethodDef tp_socket_name_functions[] = {
    METHOD("gethostname", socket_gethostname, "()", "Return the current host name."),
    METHOD_PARSED("sethostname", socket_sethostname, "(name, /)", "Set the host's name."),
    METHOD_PARSED("gethostbyname", socket_gethostbyname, "(host, /)",
                  "Return the IP address of a host: '255.255.255.255'."),
    METHOD_PARSED("gethostbyname_ex", socket_gethostbyname_ex, "(host, /)",
                  "Return the true host name, a list of aliases, and a list of IP addresses."),
    METHOD_PARSED("gethostbyaddr", socket_gethostbyaddr, "(host, /)",
                  "Return the true host name, a list of aliases, and a list of IP addresses."),
    METHOD("getaddrinfo", socket_getaddrinfo, "(host, port, family=0, type=0, proto=0, flags=0)",
           "Resolve host and port: a list of (family, type, proto, canonname, sockaddr)."),
    METHOD_PARSED("getnameinfo", socket_getnameinfo, "(sockaddr, flags, /)",
                  "Return (host, port) for an address."),
    METHOD_PARSED("getservbyname", socket_getservbyname, "(servicename, protocolname=0, /)",
                  "Return the port of a service."),
    METHOD_PARSED("getservbyport", socket_getservbyport, "(port, protocolname=0, /)",
                  "Return the service name of a port."),
    METHOD_PARSED("getprotobyname", socket_getprotobyname, "(name, /)",
                  "Return the number of a protocol."),
    METHOD("if_nameindex", socket_if_nameindex, "()",
           "Return a list of network interfaces: (index, name)."),
    METHOD_PARSED("if_nametoindex", socket_if_nametoindex, "(name, /)",
                  "Return the interface index of that name."),
    METHOD("if_indextoname", socket_if_indextoname, "(index, /)",
           "Return the interface name of that index."),
    METHOD_PARSED("ntohs", socket_ntohs, "(number, /)",
                  "Convert 16 bits from network to host byte order."),
    METHOD_PARSED("htons", socket_htons, "(number, /)",
                  "Convert 16 bits from host to network byte order."),
    METHOD("ntohl", socket_swap_32, "(number, /)",
           "Convert 32 bits from network to host byte order."),
    METHOD("htonl", socket_swap_32, "(number, /)",
           "Convert 32 bits from host to network byte order."),
    METHOD_PARSED("inet_aton", socket_inet_aton, "(address, /)",
                  "Convert an IP address as text to the 4 bytes of IPv4."),
    METHOD("inet_ntoa", socket_inet_ntoa, "(packed, /)",
           "Convert the 4 bytes of an IPv4 address to text."),
    METHOD_PARSED("inet_pton", socket_inet_pton, "(family, address, /)",
                  "Convert an IP address as text to bytes."),
    METHOD_PARSED("inet_ntop", socket_inet_ntop, "(family, packed, /)",
                  "Convert the bytes of an IP address to text."),
    METHOD_END,
};
