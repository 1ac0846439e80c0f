"""What __import__ checks before it imports."""
def t(*args, **kwargs):
    try: print(__import__(*args, **kwargs).__name__)
    except BaseException as e: print(type(e).__name__, e)
for args in [('sys', 5), ('os', {}, {}, [5]), ('os', {}, {}, ('nope',)), ('', {}),
             ('', {}, {}, (), 1), ('x', None, None, (), 1), ('x', 5, None, (), 1),
             ('os', {}, {}, (), -1), (b'os',), ('x', {'__package__': 5}, {}, (), 1),
             ('x', {'__name__': 'a.b'}, {}, (), 5), ('xml', {}, {}, ('dom', 5)), ('.', {}),
             ('os.', {}), ('.os', {}), ('x', {'__spec__': 5}, None, (), 1)]:
    t(*args)
t('os', level=2**40)
t('os', level=True)
class Spec: parent = 'xml'
class Number: parent = 5
class Empty: parent = ''
class Nothing: parent = None
for spec in (Spec, Number, Empty, Nothing, None, 5):
    for package in (None, 'xml', 5, ''):
        for names in ({}, {'__name__': 'xml'}, {'__name__': 'xml', '__path__': []}):
            g = {'__spec__': spec, '__package__': package, **names}
            t('dom', g, None, (), 1)
            t('', g, None, ('dom',), 1)
            t('dom', g, None, ('x',), 2)
