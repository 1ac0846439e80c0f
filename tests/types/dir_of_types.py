# The names that dir() gives for builtin types beyond those of their bases.
import builtins, functools, types, weakref
def f(): pass
objects = [iter([]), reversed([]), iter(()), iter(''), iter('é'), iter(b''), iter(bytearray()),
           iter({}), iter({}.items()), iter({}.values()), {}.keys(), {}.values(), {}.items(),
           reversed({}), iter(set()), iter(range(3)), iter(range(2**70)), iter(int, 1),
           iter(list[int]), len, f, [].append, int.__add__, (1).__add__, f.__code__,
           types.MethodType(len, 1), int.real, int.bit_length, dict.__dict__['fromkeys'],
           types.CellType(), types, None, ..., NotImplemented, list[int], int | str,
           types.SimpleNamespace(), types.MappingProxyType({}), weakref.ref(f)]
others = {memoryview, BaseExceptionGroup, ExceptionGroup}
found = [t for _, t in sorted(vars(builtins).items()) if isinstance(t, type) and t.__module__ == 'builtins']
found = [t for t in found if t not in others and not issubclass(t, BaseException)]
for t in dict.fromkeys(found + list(map(type, objects))):
    print(t.__name__, *sorted(set(dir(t)) - set(dir(t.__base__ or 0))))
class S: __slots__ = ('a',)
print(types.MemberDescriptorType, types.GetSetDescriptorType, isinstance(S.a, types.MemberDescriptorType))
print(sorted(set(dir(weakref.proxy(S))) ^ set(dir(S))), 'a' in dir(S()))
