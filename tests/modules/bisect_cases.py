"""_bisect."""
from _bisect import *


def show(text, thunk):
    try:
        print(text, "->", repr(thunk())[:300])
    except Exception as e:
        print(text, "!!", type(e).__name__, repr(e.args)[:300])


show('bisect_left([1,2,3],2)', lambda: bisect_left([1,2,3],2))
show('bisect_right([1,2,3],2)', lambda: bisect_right([1,2,3],2))
show('bisect_left([1,2,3],2,-1)', lambda: bisect_left([1,2,3],2,-1))
show('bisect_left([1,2,3],2,lo=5)', lambda: bisect_left([1,2,3],2,lo=5))
show('bisect_left([1,2,3],2,0,10)', lambda: bisect_left([1,2,3],2,0,10))
show('bisect_left(5,2)', lambda: bisect_left(5,2))
show("bisect_left([1,'a'],2,key=lambda x:5)", lambda: bisect_left([1,'a'],2,key=lambda x:5))
show('bisect_left(a=[1],x=2,hi=None)', lambda: bisect_left(a=[1],x=2,hi=None))
show("bisect_left([1,2],'a')", lambda: bisect_left([1,2],'a'))
show('bisect_left([3,2,1],2,key=lambda x:-x)', lambda: bisect_left([3,2,1],2,key=lambda x:-x))
show('insort_left([1,3],2)', lambda: insort_left([1,3],2))
show('bisect_left([1,2,3],2,hi=-1)', lambda: bisect_left([1,2,3],2,hi=-1))
show("bisect_left([1,2,3],2,hi='a')", lambda: bisect_left([1,2,3],2,hi='a'))
show("bisect_left([1,2,3],2,lo='a')", lambda: bisect_left([1,2,3],2,lo='a'))
