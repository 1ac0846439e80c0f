"""Huffman coding. Notice: a heap of tuples, recursive generators, bits packed into bytes, and
exact round trips."""
import heapq


class Leaf:
    __slots__ = ("symbol",)

    def __init__(self, symbol):
        self.symbol = symbol

    def codes(self, prefix=""):
        yield self.symbol, prefix or "0"


class Branch:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left, self.right = left, right

    def codes(self, prefix=""):
        yield from self.left.codes(prefix + "0")
        yield from self.right.codes(prefix + "1")


def build(data):
    counts = {}
    for symbol in data:
        counts[symbol] = counts.get(symbol, 0) + 1
    heap = [(n, i, Leaf(symbol)) for i, (symbol, n) in enumerate(sorted(counts.items()))]
    heapq.heapify(heap)
    ticket = len(heap)
    while len(heap) > 1:
        n1, _, first = heapq.heappop(heap)
        n2, _, second = heapq.heappop(heap)
        heapq.heappush(heap, (n1 + n2, ticket, Branch(first, second)))
        ticket += 1
    return heap[0][2], counts


def pack(bits):
    """Text of 0s and 1s to bytes; the first byte says how many bits of the last are padding."""
    padding = -len(bits) % 8
    bits += "0" * padding
    out = bytearray([padding])
    for i in range(0, len(bits), 8):
        out.append(int(bits[i:i + 8], 2))
    return bytes(out)


def unpack(packed):
    padding, *rest = packed
    bits = "".join(format(byte, "08b") for byte in rest)
    return bits[:-padding] if padding else bits


def encode(data):
    tree, counts = build(data)
    table = dict(tree.codes())
    return pack("".join([table[symbol] for symbol in data])), tree, table, counts


def decode(packed, tree):
    out = []
    node = tree
    for bit in unpack(packed):
        if isinstance(node, Branch):
            node = node.right if bit == "1" else node.left
        if isinstance(node, Leaf):
            out.append(node.symbol)
            node = tree
    return out


TEXT = """\
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age
of foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of
light, it was the season of darkness, it was the spring of hope, it was the winter of despair."""


def main():
    packed, tree, table, counts = encode(TEXT)
    for symbol, code in sorted(table.items(), key=lambda item: (len(item[1]), item[1]))[:12]:
        print(f"{symbol!r:6} {counts[symbol]:4} {code}")
    print(f"{len(TEXT)} characters to {len(packed)} bytes,",
          f"{8 * len(packed) / len(TEXT):.2f} bits each")
    print(packed[:16].hex(" "), "...")
    assert "".join(decode(packed, tree)) == TEXT

    for data in ("a", "aaaa", "ab", bytes(range(256)), b"\0\0\1", [None, 1.5, None, "x", None]):
        try:
            packed, tree, table, counts = encode(data)
        except TypeError as error:
            print("TypeError:", error)
            continue
        back = decode(packed, tree)
        kind = type(data)
        same = (kind(back) if kind is bytes else "".join(back)) == data
        print(f"{str(data)[:24]!r:28} {len(data):3} symbols {len(packed):3} bytes {same}")

    words = TEXT.replace("\n", " ").split(" ")
    packed, tree, table, counts = encode(words)
    print(len(words), "words", len(table), "different", len(packed), "bytes")
    print(decode(packed, tree) == words, max(counts, key=counts.get),
          heapq.nlargest(3, counts.values()))


main()
