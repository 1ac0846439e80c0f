"""The arguments of compile() that are no plain str."""
import warnings
warnings.simplefilter('error')
def t(*args, **kwargs):
    try: print(compile(*args, **kwargs).co_filename)
    except Exception as e: print(type(e).__name__, e)
class Path:
    def __fspath__(self): return 'a/b'
class Truth:
    def __bool__(self): return True
class Index:
    def __index__(self): return 1
t('1', b'q', 'eval')
t('1', Path(), 'eval')
t('1', bytearray(b'q'), 'eval')
t('1', 5, 'eval')
t('1', 'b\0', 'eval')
t('1', b'b\0c', 'eval')
warnings.simplefilter('ignore')
t('1', bytearray(b'q'), 'eval')
t('1', memoryview(b'q'), 'eval')
t('1', bytearray(b'q\0'), 'eval')
t('1', 'q', 'eval', dont_inherit=Truth())
t('1', 'q', 'eval', dont_inherit=Index())
t('1', 'q', 'eval', 0, 2**40)
t('1', 'q', 'eval', 'x')
t('1', 'q', 'eval', optimize=Index())
t('1', memoryview(b'abcd')[::2], 'eval')
