# Descriptors, negative ones and None where a path may stand, with dir_fd and follow_symlinks=False.
import os
import tempfile

os.chdir(tempfile.mkdtemp())
here = os.open('.', os.O_RDONLY)


def call(name, *args, **keywords):
    try:
        result = getattr(os, name)(*args, **keywords)
    except (OSError, TypeError, ValueError) as error:
        result = type(error).__name__, str(error)
    if name in ('stat', 'statvfs') and type(result) is not tuple:
        result = type(result).__name__
    print(name, args, {key: key == 'dir_fd' or value for key, value in keywords.items()}, result)


for name, *args in (
        ('chdir',), ('chmod', 0o700), ('chown', -1, -1), ('stat',), ('statvfs',), ('truncate', 1),
        ('execve', ['x'], {}), ('getxattr', 'user.x'), ('setxattr', 'user.x', b''),
        ('removexattr', 'user.x'), ('listxattr',)):
    for path in (-1, -2, 10**6, None):
        if path is None and name in ('chdir', 'chmod', 'chown', 'stat', 'statvfs', 'truncate',
                                     'execve', 'listxattr'):
            continue
        call(name, path, *args)
        if name not in ('chdir', 'statvfs', 'truncate', 'execve', 'chmod'):
            call(name, path, *args, follow_symlinks=False)
        if name in ('chown', 'stat'):
            call(name, path, *args, dir_fd=here)
call('stat', 0, follow_symlinks=False)
call('chown', 0, -1, -1, dir_fd=here)
print(os.listxattr(None) == os.listxattr(-1) == os.listxattr('.') == os.listxattr(here))
call('truncate', -1, -5)
call('utime', -1)
call('utime', -1, (1, 2))
call('utime', -1, follow_symlinks=False)
