import _thread, threading
def t(f):
    try: print('ok', f())
    except BaseException as e: print(type(e).__name__, e)
l = _thread.allocate_lock(); t(lambda: l.acquire()); t(lambda: l.acquire(False)); t(lambda: l.acquire(True, 0.01)); t(lambda: l.acquire(False, 1)); t(lambda: l.acquire(True, -5)); t(lambda: l.acquire('a', 'b')); t(lambda: l.acquire(timeout=0)); t(lambda: l.acquire(True, 1e20)); t(lambda: l.acquire(True, None)); t(lambda: l.locked()); t(lambda: l.release()); t(lambda: l.release()); t(lambda: l.__enter__()); t(lambda: l.__exit__()); t(lambda: l.__exit__(1,2,3)); t(lambda: l.acquire(1,2,3)); t(lambda: _thread.LockType()); t(lambda: repr(l)[:20])
r = threading.RLock(); t(lambda: r.acquire()); t(lambda: r.acquire(False)); t(lambda: r.acquire(False, 1)); t(lambda: r.acquire(True, -3)); t(lambda: r._is_owned()); t(lambda: r._release_save()[0]); t(lambda: r.release()); t(lambda: r._release_save()); t(lambda: r._acquire_restore(5)); t(lambda: r._acquire_restore((1,))); t(lambda: _thread.RLock(5)); t(lambda: threading.RLock(5)); t(lambda: _thread.RLock(a=5))
t(lambda: _thread._local(5)); t(lambda: _thread.interrupt_main(500)); t(lambda: _thread.interrupt_main('a')); t(lambda: _thread.interrupt_main(0)); t(lambda: _thread.stack_size(-1)); t(lambda: _thread.stack_size(5)); t(lambda: _thread.stack_size()); t(lambda: _thread.exit()); t(lambda: _thread.get_ident() == threading.get_ident()); t(lambda: _thread.start_new_thread()); t(lambda: _thread.start_new_thread(5, 6)); t(lambda: _thread.start_new_thread(len, 6)); t(lambda: _thread.start_new_thread(len, (), 5))
def im():
    try:
        _thread.interrupt_main()
        for i in range(10000): pass
    except KeyboardInterrupt: return 'kb'
t(im)
import signal
signal.signal(signal.SIGUSR1, lambda s, f: print('usr1', s))
_thread.interrupt_main(signal.SIGUSR1)
signal.signal(signal.SIGINT, signal.SIG_IGN); t(im); signal.signal(signal.SIGINT, signal.SIG_DFL); t(im)
