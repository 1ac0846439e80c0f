def first_word(line, default="?"):
    try:
        return line.split()[0].lower()
    except IndexError:
        return default
