import textwrap

text = """The quick brown fox jumped over the lazy dog; a well-known example, isn't it?
It has    several spaces,\ttabs and a verylongwordthatmustbebrokensomewhere-else."""
print(textwrap.fill(text, 30))
print(textwrap.wrap(text, 20, initial_indent="* ", subsequent_indent="  ", max_lines=4))
print(textwrap.shorten("Hello  world, this is it", width=14), textwrap.shorten("Hello", 3, placeholder=".."))
print(repr(textwrap.dedent("""\
    one
      two
    three
""")))
print(textwrap.indent("a\n\nb\n", "> "), textwrap.indent("a\n\nb", "| ", lambda line: True))
print(textwrap.fill("x" * 25 + " y", 10, break_long_words=False), textwrap.wrap("a-b-c", 3))
w = textwrap.TextWrapper(width=12, fix_sentence_endings=True, expand_tabs=False)
print(w.wrap("One two. Three four. Five"))
