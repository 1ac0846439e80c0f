# Strings and dicts: make a text, split it, count words, sort by count.
def make_text(n):
    syllables = ["ta", "ki", "mo", "ne", "su", "ra", "lo", "vi", "pa", "du"]
    words = []
    seed = 42
    for _ in range(n):
        word = ""
        seed = (seed * 1103515245 + 12345) & 0x7fffffff
        length = 1 + (seed >> 16) % 3
        for _ in range(length):
            seed = (seed * 1103515245 + 12345) & 0x7fffffff
            word += syllables[(seed >> 16) % 10]
        words.append(word.capitalize() if seed & 0x10000 else word)
    return " ".join(words)


def count(text):
    counts = {}
    for word in text.split():
        word = word.lower().strip(".,;")
        counts[word] = counts.get(word, 0) + 1
    return counts


def letters(text):
    seen = {}
    for c in text:
        if c in seen:
            seen[c] += 1
        else:
            seen[c] = 1
    return seen


text = make_text(200000)
totals = {}
for _ in range(8):
    for word, n in count(text).items():
        totals[word] = totals.get(word, 0) + n
top = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:5]
print(len(text), len(totals), top)
print(sorted(letters(text).items())[:4])
