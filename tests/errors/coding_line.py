# A line of another encoding than UTF-8 is shown as text, its carets under the right characters.
# coding: latin-1
x = "é"; y = x + 1/0
