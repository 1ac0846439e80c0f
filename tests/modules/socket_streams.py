# Connections over loopback and AF_UNIX: data, timeouts, signals, what is left open.
import array
import errno
import gc
import os
import select
import selectors
import signal
import socket
import tempfile
import time
import warnings


def pair():
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        connection, address = server.accept()
        assert address == client.getsockname() == connection.getpeername()
    return client, connection


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except OSError as error:
        return f"{type(error).__name__}: {error}"


# a stream and its ends
a, b = pair()
print(a.send(b"hello"), b.recv(2), b.recv(100), b.recv(0))
a.sendall(memoryview(b"0123456789"))
buffer = bytearray(b"." * 8)
print(b.recv_into(buffer, 3), b.recv_into(memoryview(buffer)[4:]), buffer, b.recv(10))
print(a.sendmsg([b"one ", bytearray(b"two "), memoryview(b"three")]), b.recv(100))
a.sendall(b"peeked")
print(b.recv(3, socket.MSG_PEEK), b.recv(100))
print(a.send(b""), a.sendall(b""))
print(attempt(b.recv, 10, socket.MSG_DONTWAIT))
a.shutdown(socket.SHUT_WR)
print(b.recv(10), b.recv_into(buffer), b.recvfrom(10), attempt(a.send, b"x"))
b.close()
print(a.recv(10), repr(a).split(" family")[1].split(" laddr")[0])
a.close()
print(a, attempt(a.send, b"x"), a.fileno())

# files over sockets
a, b = pair()
with a.makefile("rw", encoding="utf-8", newline="\n") as text, b.makefile("rwb") as binary:
    print("first line\nsecond é", file=text, flush=True)
    print(binary.readline(), binary.readline())
    binary.write(b"answer\n")
    binary.flush()
    print(repr(text.readline()))
    a.close()
    b.close()
print(a.fileno(), b.fileno())

# timeouts
a, b = socket.socketpair()
a.settimeout(0.05)
for function, *arguments in ((a.recv, 10), (a.recv_into, buffer), (a.recvmsg, 10),
                             (a.recvfrom, 10), (a.sendall, bytes(10_000_000))):
    start = time.monotonic()
    print(function.__name__, attempt(function, *arguments),
          0.04 < time.monotonic() - start < 5)
a.setblocking(False)
print(attempt(a.recv, 10), attempt(a.send, b"x"))
a.settimeout(10)
b.sendall(b"in time")
print(a.recv(100), a.timeout)
a.close()
b.close()
server = socket.create_server(("127.0.0.1", 0), backlog=1)
server.settimeout(0.02)
print(attempt(server.accept))
server.setblocking(False)
print(attempt(server.accept))
server.close()
free = socket.socket()
free.bind(("127.0.0.1", 0))
with socket.socket() as s:
    print(attempt(s.connect, free.getsockname()))
with socket.socket() as s:
    print(errno.errorcode[s.connect_ex(free.getsockname())])
    s.settimeout(3)
    print(errno.errorcode[s.connect_ex(free.getsockname())])
print(attempt(socket.create_connection, free.getsockname(), 2))
free.close()

# non-blocking connection
server = socket.create_server(("127.0.0.1", 0))
s = socket.socket()
s.setblocking(False)
print(s.connect_ex(server.getsockname()) in (0, errno.EINPROGRESS))
with selectors.DefaultSelector() as selector:
    selector.register(s, selectors.EVENT_WRITE)
    print(len(selector.select(5)), s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
print(select.select([server], [], [], 5)[0] == [server])
connection, address = server.accept()
print(address == s.getsockname(), connection.getblocking(), s.getblocking())
for each in server, s, connection:
    each.close()

# datagrams
a = socket.socket(type=socket.SOCK_DGRAM)
b = socket.socket(type=socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b.bind(("", 0))
print(a.sendto(b"datagram", ("127.0.0.1", b.getsockname()[1])))
data, address = b.recvfrom(100)
print(data, address == a.getsockname())
print(b.sendto(b"back again", 0, address), a.recvfrom_into(buffer, 4)[0], bytes(buffer[:4]))
print(b.sendmsg([b"x", b"y"], [], 0, address))
data, ancillary, flags, sender = a.recvmsg(1)
print(data, ancillary, flags == socket.MSG_TRUNC, sender[1] == b.getsockname()[1])
b.sendto(b"longer than it is", address)
print(a.recv(4, socket.MSG_TRUNC)[:4])
a.close()
b.close()
a = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
try:
    a.bind(("::1", 0))
except OSError:     # some machines have no such address
    print(b"six", True, "::1", (0, 0))
else:
    a.sendto(b"six", a.getsockname())
    data, address = a.recvfrom(10)
    print(data, address == a.getsockname(), address[0], address[2:])
a.close()

# AF_UNIX
with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    for name in "path", b"bytes", "\xe9", "\0abstract of %d" % os.getpid():
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as s:
            server.bind(name)
            server.listen()
            s.connect(name)
            connection, address = server.accept()
            bound = server.getsockname()
            print(repr(address), repr(s.getsockname()), s.getpeername() == bound,
                  bound[:12] if isinstance(bound, bytes) else bound, type(name).__name__)
            connection.close()
    with socket.socket(socket.AF_UNIX) as s:
        print(attempt(s.connect, "nothing here"), errno.errorcode[s.connect_ex("nor here")])
        print(attempt(s.bind, "path"))
    with socket.socket(socket.AF_UNIX) as server:   # no room is no timeout
        server.bind("crowded")
        server.listen(0)
        waiting = [socket.socket(socket.AF_UNIX) for _ in range(4)]
        for s in waiting:
            s.settimeout(10)
        print([attempt(s.connect, "crowded") for s in waiting])
        print(errno.errorcode[waiting[-1].connect_ex("crowded")])
        for s in waiting:
            s.close()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind("d")
        s.sendto(b"to myself", "d")
        print(s.recvfrom(100))
    os.chdir("/")

# descriptors in messages
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
reader, writer = os.pipe()
print(socket.send_fds(a, [b"take ", b"it"], [writer]))
data, fds, flags, address = socket.recv_fds(b, 100, 3)
os.write(fds[0], b"through the pipe")
print(data, len(fds), flags, address, os.read(reader, 100))
for fd in fds + [reader, writer]:
    os.close(fd)
a.sendmsg([b"abc"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [a.fileno()]))])
parts = [bytearray(2), bytearray(5)]
n, ancillary, flags, address = b.recvmsg_into(parts, socket.CMSG_SPACE(4))
print(n, parts, [(level, kind, len(d)) for level, kind, d in ancillary], flags)
os.close(array.array("i", ancillary[0][2])[0])
a.sendmsg([b"abc"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [a.fileno()]))])
data, ancillary, flags, address = b.recvmsg(10)
print(data, ancillary, flags == socket.MSG_CTRUNC)

# the same socket twice
c = a.dup()
d = socket.socket(fileno=os.dup(b.fileno()))
c.send(b"by another")
print(d.recv(100), (c.family, c.type, c.proto) == (a.family, a.type, a.proto),
      (d.family, d.type, d.proto) == (b.family, b.type, b.proto), c.get_inheritable())
fd = c.detach()
e = socket.fromfd(fd, socket.AF_UNIX, socket.SOCK_DGRAM)
e.send(b"again")
print(d.recv(100), c.fileno(), repr(c))
socket.close(fd)
for each in a, b, d, e:
    each.close()


# buffers stay where they are while Python code runs
a, b = socket.socketpair()
buffer = bytearray(4)


def on_alarm(number, frame):
    try:
        buffer.extend(bytes(100_000))
    except BufferError as error:
        print("BufferError:", error)
    b.send(b"data")


signal.signal(signal.SIGALRM, on_alarm)
signal.setitimer(signal.ITIMER_REAL, 0.2)
print(a.recv_into(buffer), buffer)
a.settimeout(20)
signal.setitimer(signal.ITIMER_REAL, 0.2)
print(a.recv_into(buffer), buffer)


def interrupt(number, frame):
    raise KeyError("from a handler")


signal.signal(signal.SIGALRM, interrupt)
for timeout in None, 20:
    a.settimeout(timeout)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        a.recv(10)
    except KeyError as error:
        print(repr(error))
server = socket.create_server(("127.0.0.1", 0))
try:
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    server.accept()
except KeyError as error:
    print(repr(error))


def close(number, frame):
    a.close()
    b.close()


signal.signal(signal.SIGALRM, close)
a.settimeout(20)
signal.setitimer(signal.ITIMER_REAL, 0.2)
print(attempt(a.recv, 10))
server.close()


# what nobody closed
def forget():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for _ in range(20):     # the last may still be on the stack
        forget()
    gc.collect()
    message = str(caught[0].message) if caught else ""
print(message.split(" fd=")[0], message.split("family")[-1].split(", laddr")[0])
