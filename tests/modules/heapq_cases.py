"""_heapq."""
import _heapq
from _heapq import *


def show(text, thunk):
    try:
        print(text, "->", repr(thunk())[:300])
    except Exception as e:
        print(text, "!!", type(e).__name__, repr(e.args)[:300])


show('heappop([])', lambda: heappop([]))
show('heappush(5,1)', lambda: heappush(5,1))
show('heapify((1,))', lambda: heapify((1,)))
show('heapreplace([],1)', lambda: heapreplace([],1))
show('heappushpop([],1)', lambda: heappushpop([],1))
show('heappushpop([1],0)', lambda: heappushpop([1],0))
show('heappushpop([1],2)', lambda: heappushpop([1],2))
show('heapify([3,2,1])', lambda: heapify([3,2,1]))
show('heappush([],1,2)', lambda: heappush([],1,2))
show('_heapq._heappop_max([3,1,2])', lambda: _heapq._heappop_max([3,1,2]))
show('_heapq._heapreplace_max([],1)', lambda: _heapq._heapreplace_max([],1))
show('_heapq._heappop_max([])', lambda: _heapq._heappop_max([]))
show('heappop(5)', lambda: heappop(5))
