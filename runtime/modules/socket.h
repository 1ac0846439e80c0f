/* socket.h -- what the files behind module _socket share.
 *
 * _socket.c has the type and what opens, connects and closes; socket_transfer.c sending and
 * receiving; socket_address.c addresses; socket_names.c the functions that look names up.
 * socket.def has the constants. */
#ifndef TP_SOCKET_H
#define TP_SOCKET_H

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "runtime/func.h"

typedef struct Socket {
    Object head;
    Value family, type, proto; /* small ints */
    int64_t timeout;           /* in nanoseconds; 0: nothing waits, -1: waits for ever */
    int fd;                    /* -1: closed */
} Socket;

typedef union Address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
    struct sockaddr_storage storage;
} Address;

static inline Socket *tp_as_socket(Value v)
{
    return (Socket *)tp_obj(v);
}

/* ---- arguments ---- */

/* A C long or int, as CPython's argument parser words it: 0, or -1 with TypeError or
 * OverflowError. */
int tp_socket_long(Value v, int64_t *out);
int tp_socket_int(Value v, int *out);
/* A host's name in the encoding "idna", or bytes as they are; 0 with an exception, whose TypeError
 * names function. */
const char *tp_socket_host(Value v, const char *function);
/* The same of a str. */
const char *tp_socket_idna(Value str);

/* ---- waiting: a call that a signal interrupts goes on with the time that is left ---- */

/* When a call that begins now has to be done. */
int64_t tp_socket_deadline(const Socket *s);
/* Wait for that event of poll(): 1, 0 if the time is over first, -1 with what the handler of a
 * signal raised. */
int tp_socket_poll(const Socket *s, short event, int64_t deadline);
/* The same for a socket with a timeout, -1 with TimeoutError if the time is over; others wait in
 * the system call: 0. */
int tp_socket_wait(const Socket *s, short event, int64_t deadline);
/* After a system call that failed: is it to be made again? If not, an exception is pending. */
bool tp_socket_again(const Socket *s);

/* ---- addresses ---- */

/* What a socket of that family takes as an address: 0, or -1 with an exception, which names
 * function. */
int tp_socket_address(const Socket *s, Value v, const char *function, Address *address,
                      socklen_t *length);
/* The Python value of an address. Gives None for one of no length. */
Value tp_socket_address_value(const Address *address, socklen_t length);
/* -1 with OSError if addresses of its family are not known. */
int tp_socket_check_family(const Socket *s);
/* The address of a host: 0, or -1 with OSError. A family of AF_UNSPEC takes what is found. */
int tp_socket_resolve(const char *name, int family, Address *address);
/* "127.0.0.1", of an address of AF_INET or AF_INET6. */
Value tp_socket_host_text(const Address *address);
/* type(error, message) for one of the two errors below; gaierror for what getaddrinfo() gave. Both
 * return 0. */
Value tp_socket_raise(Type *type, int error, const char *message);
Value tp_socket_raise_gai(int error);

extern Type tp_socket_herror, tp_socket_gaierror;
extern const MethodDef tp_socket_name_functions[];

/* Methods of the type in socket_transfer.c. */
Value socket_recv(Value self, Value *args), socket_recv_into(Value self, Value *args);
Value socket_recvfrom(Value self, Value *args), socket_recvfrom_into(Value self, Value *args);
Value socket_recvmsg(Value self, Value *args), socket_recvmsg_into(Value self, Value *args);
Value socket_send(Value self, Value *args), socket_sendall(Value self, Value *args);
Value socket_sendmsg(Value self, Value *args);
Value socket_sendto(Value self, int nargs, const Value *args, Tuple *kwnames);

#endif
