#!/bin/bash
# Scripts in any encoding, declared or not: what the oracle prints, with its exit status.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# script TEXT: printf's format of the program
script() {
    printf "$1" >script.py
    /usr/bin/python3.11 script.py >want 2>&1; echo "status $?" >>want
    "$TAIPAN" script.py >got 2>&1; echo "status $?" >>got
    cmp -s want got || { printf '%s\n' "$1"; diff want got; failures=1; }
}

shows="print(ascii('\xc3\xa9'))\n"
for encoding in utf-8 utf8 UTF_8 u8 utf-8-sig cp65001 latin-1 latin1 iso-8859-1-unix iso8859-15 \
                cp1252 cp437 koi8-r mac_roman gbk gb18030 big5 shift_jis euc_jp johab tis-620 \
                raw_unicode_escape unicode_escape ascii us-ascii utf-7 rot13 hex base64 utf-32 \
                punycode undefined mbcs unknown; do
    script "# coding: $encoding\nprint('plain')\n"
    script "#!/usr/bin/python\n# -*- coding: $encoding -*-\n$shows"
done
script "\xef\xbb\xbf$shows"
script "\xef\xbb\xbf# coding: utf-8\n$shows"
script "\xef\xbb\xbf# coding: latin-1\n$shows"
script "x = 1\n# coding: unknown\n$shows"
script "\f# coding: latin-1\n$shows"
script "\xff\xfep\0r\0i\0n\0t\0(\0)\0"

# Offsets count bytes if no encoding is declared; lines of the compiler are read as UTF-8.
for coding in "" "# coding: utf-8\n" "# coding: latin-1\n"; do
    script "${coding}x = '\xc3\xa9\xc3\xa9' + + 5 6\n"
    script "${coding}x = '\xc3\xa9\xc3\xa9'; return 5\n"
done
script "x = '\xc3\xa9' is 1\nassert (x, '\xc3\xa9')\n"

# A script that declares nothing ends at the first line that is not UTF-8: what is wrong above that
# line goes first if it is seen while cutting tokens.
bad="print('\x81\xff')\n"
for text in "" "x = = 1\n" "x = (1\n" "x = '1\n" "x = '''1\n" "y = 5 5\nz = 2\n" "class A\n" \
            "f(a for b in c, d)\n" "if 1:\nx\n" "if 1:\n    x\n  y\n" "if 1:\n  x\n    y\n" \
            "x = \xe2\x82\xac\n" "x = 1 \\\\\\\\\n" "if 1:\n" "return\n" "x = 1\r\n" \
            "x = 1\ry = 2\r"; do
    script "$text$bad"
done
script "print('\xe2\x82')\n"
script "print('\xed\xa0\x80')\n"
exit $failures
