/* _heapq.c -- the module _heapq: heaps in lists.
 *
 * heap[0] is the smallest item (the largest in the functions that end in _max). Comparisons run any
 * code; a list whose length they change makes RuntimeError, as in CPython.
 */
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"

/* Which way a heap is ordered. */
typedef enum Order { SMALLEST_FIRST, LARGEST_FIRST } Order;

/* Should a stand above b? 1, 0, -1. */
static inline int is_before(Value a, Value b, Order order)
{
    if (tp_both_small(a, b))
        return order == SMALLEST_FIRST ? (int64_t)a < (int64_t)b : (int64_t)b < (int64_t)a;
    return order == SMALLEST_FIRST ? tp_compare_bool(a, b, TP_LT) : tp_compare_bool(b, a, TP_LT);
}

static int changed(void)
{
    return tp_raise_int(&tp_RuntimeError, "list changed size during iteration");
}

/* Move heap[i] up until its parent stands rightly above it, not above `top`. */
static int move_up(List *heap, int64_t top, int64_t i, Order order)
{
    int64_t length = heap->length;
    while (i > top) {
        int64_t parent = (i - 1) >> 1;
        int before = is_before(heap->items[i], heap->items[parent], order);
        if (before < 0)
            return -1;
        if (heap->length != length)
            return changed();
        if (!before)
            break;
        Value item = heap->items[i];
        heap->items[i] = heap->items[parent];
        heap->items[parent] = item;
        i = parent;
    }
    return 0;
}

/* Move heap[i] down to a leaf along the better children, then up to its place: fewer comparisons
 * than stopping on the way, as what is moved down mostly belongs near the leaves. */
static int move_down(List *heap, int64_t i, Order order)
{
    int64_t length = heap->length, top = i, limit = length >> 1;
    while (i < limit) {
        int64_t child = 2 * i + 1;
        if (child + 1 < length) {
            int before = is_before(heap->items[child], heap->items[child + 1], order);
            if (before < 0)
                return -1;
            child += !before;
            if (heap->length != length)
                return changed();
        }
        Value item = heap->items[child];
        heap->items[child] = heap->items[i];
        heap->items[i] = item;
        i = child;
    }
    return move_up(heap, top, i, order);
}

static List *heap_argument(const char *function, const char *position, Value v)
{
    if (tp_is_list(v))
        return tp_as_list(v);
    tp_raise(&tp_TypeError, "%s() argument %smust be list, not %T", function, position, v);
    return 0;
}

static Value pop(List *heap, Order order)
{
    if (!heap->length)
        return tp_raise(&tp_IndexError, "index out of range");
    Value last = heap->items[--heap->length], first;
    heap->items[heap->length] = 0;
    if (!heap->length)
        return last;
    first = heap->items[0];
    heap->items[0] = last;
    return move_down(heap, 0, order) < 0 ? 0 : first;
}

static Value replace(List *heap, Value item, Order order)
{
    if (!heap->length)
        return tp_raise(&tp_IndexError, "index out of range");
    Value first = heap->items[0];
    heap->items[0] = item;
    return move_down(heap, 0, order) < 0 ? 0 : first;
}

static Value make_heap(List *heap, Order order)
{
    for (int64_t i = (heap->length >> 1) - 1; i >= 0; i--)
        if (move_down(heap, i, order) < 0)
            return 0;
    return TP_NONE;
}

static Value heapq_heappush(Value self, Value *args)
{
    List *heap = heap_argument("heappush", "1 ", args[0]);
    (void)self;
    if (!heap || tp_list_append(args[0], args[1]) < 0)
        return 0;
    return move_up(heap, 0, heap->length - 1, SMALLEST_FIRST) < 0 ? 0 : TP_NONE;
}

static Value heapq_heappop(Value self, Value *args)
{
    List *heap = heap_argument("heappop", "", args[0]);
    (void)self;
    return heap ? pop(heap, SMALLEST_FIRST) : 0;
}

static Value heapq_heapreplace(Value self, Value *args)
{
    List *heap = heap_argument("heapreplace", "1 ", args[0]);
    (void)self;
    return heap ? replace(heap, args[1], SMALLEST_FIRST) : 0;
}

static Value heapq_heappushpop(Value self, Value *args)
{
    List *heap = heap_argument("heappushpop", "1 ", args[0]);
    (void)self;
    if (!heap)
        return 0;
    if (!heap->length)
        return args[1];
    int before = is_before(heap->items[0], args[1], SMALLEST_FIRST);
    if (before < 0)
        return 0;
    return before ? replace(heap, args[1], SMALLEST_FIRST) : args[1];
}

static Value heapq_heapify(Value self, Value *args)
{
    List *heap = heap_argument("heapify", "", args[0]);
    (void)self;
    return heap ? make_heap(heap, SMALLEST_FIRST) : 0;
}

static Value heapq_heappop_max(Value self, Value *args)
{
    List *heap = heap_argument("_heappop_max", "", args[0]);
    (void)self;
    return heap ? pop(heap, LARGEST_FIRST) : 0;
}

static Value heapq_heapreplace_max(Value self, Value *args)
{
    List *heap = heap_argument("_heapreplace_max", "1 ", args[0]);
    (void)self;
    return heap ? replace(heap, args[1], LARGEST_FIRST) : 0;
}

static Value heapq_heapify_max(Value self, Value *args)
{
    List *heap = heap_argument("_heapify_max", "", args[0]);
    (void)self;
    return heap ? make_heap(heap, LARGEST_FIRST) : 0;
}

static const MethodDef heapq_functions[] = {
    METHOD("heappush", heapq_heappush, "(heap, item, /)", "Push item onto heap."),
    METHOD("heappushpop", heapq_heappushpop, "(heap, item, /)",
           "Push item on the heap, then pop and return the smallest item."),
    METHOD("heappop", heapq_heappop, "(heap, /)", "Pop the smallest item off the heap."),
    METHOD("heapreplace", heapq_heapreplace, "(heap, item, /)",
           "Pop and return the smallest item, and add the new item."),
    METHOD("heapify", heapq_heapify, "(heap, /)", "Transform list into a heap, in linear time."),
    METHOD("_heappop_max", heapq_heappop_max, "(heap, /)", "Maxheap variant of heappop."),
    METHOD("_heapify_max", heapq_heapify_max, "(heap, /)", "Maxheap variant of heapify."),
    METHOD("_heapreplace_max", heapq_heapreplace_max, "(heap, item, /)",
           "Maxheap variant of heapreplace."),
    METHOD_END,
};

const ModuleDef tp_mod__heapq = {"_heapq", heapq_functions, 0,
                                 "Heap queue algorithm (a.k.a. priority queue)."};
