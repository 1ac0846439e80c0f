# Chained exceptions, a note, and a class of one's own.
class Problem(Exception):
    pass


def first():
    raise KeyError("the key")


def second():
    try:
        first()
    except KeyError as error:
        error.add_note("looked everywhere")
        raise Problem("second", 2) from error


def third():
    try:
        second()
    finally:
        undefined_name


third()
