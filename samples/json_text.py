"""A JSON reader and writer. Notice: recursion over nested data, string building, dispatch on type,
errors that name line and column."""


class JSONError(ValueError):
    def __init__(self, message, text, position):
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        super().__init__(f"{message} (line {line}, column {column})")


ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
UNESCAPES = {value: "\\" + key for key, value in ESCAPES.items() if key != "/"}


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def fail(self, message):
        raise JSONError(message, self.text, self.at)

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\n\r":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def value(self):
        c = self.space()
        if c == "{":
            return self.object()
        elif c == "[":
            return self.array()
        elif c == '"':
            return self.string()
        elif c == "-" or c.isdigit():
            return self.number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        self.fail(f"unexpected {c!r}" if c else "unexpected end")

    def object(self):
        self.at += 1
        result = {}
        if self.space() == "}":
            self.at += 1
            return result
        while True:
            if self.space() != '"':
                self.fail("expected a key")
            key = self.string()
            if self.space() != ":":
                self.fail("expected ':'")
            self.at += 1
            result[key] = self.value()
            c = self.space()
            self.at += 1
            if c == "}":
                return result
            if c != ",":
                self.at -= 1
                self.fail("expected ',' or '}'")

    def array(self):
        self.at += 1
        result = []
        if self.space() == "]":
            self.at += 1
            return result
        while True:
            result.append(self.value())
            c = self.space()
            if c not in (",", "]"):
                self.fail("expected ',' or ']'")
            self.at += 1
            if c == "]":
                return result

    def string(self):
        parts = []
        self.at += 1
        start = self.at
        while True:
            if self.at >= len(self.text):
                self.fail("unterminated string")
            c = self.text[self.at]
            if c == '"':
                parts.append(self.text[start:self.at])
                self.at += 1
                return "".join(parts)
            if c == "\\":
                parts.append(self.text[start:self.at])
                self.at += 1
                c = self.text[self.at:self.at + 1]
                if c == "u":
                    digits = self.text[self.at + 1:self.at + 5]
                    try:
                        parts.append(chr(int(digits, 16)))
                    except ValueError:
                        self.fail(f"bad escape \\u{digits}")
                    self.at += 4
                elif c in ESCAPES:
                    parts.append(ESCAPES[c])
                else:
                    self.fail(f"bad escape {c!r}")
                start = self.at + 1
            elif c < " ":
                self.fail("control character in a string")
            self.at += 1

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-.eE0123456789":
            self.at += 1
        digits = self.text[start:self.at]
        try:
            return int(digits)
        except ValueError:
            try:
                return float(digits)
            except ValueError:
                self.at = start
                self.fail(f"bad number {digits!r}")


def loads(text):
    reader = Reader(text)
    value = reader.value()
    if reader.space():
        reader.fail("extra text")
    return value


def quote(s):
    def escape(c):
        if c in UNESCAPES:
            return UNESCAPES[c]
        return c if " " <= c <= "~" else f"\\u{ord(c):04x}"

    return '"' + "".join(map(escape, s)) + '"'


def dumps(value, indent=None, level=0):
    gap, end = ("", "") if indent is None else ("\n" + " " * indent * (level + 1),
                                                "\n" + " " * indent * level)
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        items = [f"{quote(str(k))}: {dumps(v, indent, level + 1)}" for k, v in value.items()]
        brackets = "{}"
    elif isinstance(value, (list, tuple)):
        items = [dumps(v, indent, level + 1) for v in value]
        brackets = "[]"
    else:
        raise TypeError(f"{type(value).__name__} is not JSON")
    if not items:
        return brackets
    comma = ", " if indent is None else ","
    return brackets[0] + gap + (comma + gap).join(items) + end + brackets[1]


DOCUMENT = """
{"name": "taipan", "length": 1.8e0, "venomous": true, "legs": 0, "eats": ["rats", "bandicoots"],
 "names": {"latin": "Oxyuranus scutellatus", "\\u00fcber": "\\ud83d", "empty": [], "none": null},
 "deep": [[[[[]]]], {"a": [{"b": {"c": -12345678901234567890}}]}], "tab\\t": "quote \\" slash \\\\"}
"""

BROKEN = ['{"a": 1,}', "[1 2]", '"abc', "[1, 2", '{"a" 1}', "nul", "[-]", '["\\q"]', "{} {}",
          '[\n  1,\n  ?\n]', ""]


def main():
    data = loads(DOCUMENT)
    print(dumps(data))
    print(dumps(data, indent=2))
    assert loads(dumps(data)) == data
    for text in BROKEN:
        try:
            print(loads(text))
        except JSONError as error:
            print(f"{text!r:20} {error}")
    try:
        dumps({"set": {1, 2}})
    except TypeError as error:
        print(error)
    nested = loads("[" * 150 + "]" * 150)
    depth = 0
    while nested:
        nested, depth = nested[0], depth + 1
    print("depth", depth)


main()
