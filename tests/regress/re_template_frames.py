# A template is compiled below re._subx, which warnings count as a frame; so it can be replaced, too.
import re
import sys
import warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, category, file, line, *rest: print(message, line)
re.sub("(x)", r"\g<+1>", "x")
re.subn("(x)",
        r"\g< 1>",
        "x")
re.compile("(y)").sub(r"\g<1 >", "x")
parse = re._parser.parse_template


def shown(*args):
    names, frame = [], sys._getframe()
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    print(names)
    return parse(*args)


re._parser.parse_template = shown
print(re.sub("(x)", r"<\1>\\", "axbx"), re.sub(b"(x)", rb"<\1>\\", b"axbx"))
print(re.compile("(x)|b").subn(r"\\", "axbx"), re.match("(x)", "x").expand(r"\\\1"))
for made in "\\1", b"b", 5, None, lambda match: match[0] * 2, re._subx(re.compile("x"), r"<\g<0>>"):
    re._subx = lambda pattern, template: made
    try:
        print(re.sub("x", r"\\", "axb"))
    except TypeError as e:
        print(e)
del re._subx
try:
    re.sub("x", r"\\", "x")
except AttributeError as e:
    print(e)
