/* words.h -- the macros that emitted C is written in. No includes, no comments between lines that
 * libtcc would have to skip: its copy of the header ends with this file as it stands. */
#define None ((Value)17)
#define True ((Value)9)
#define False ((Value)1)
#define Ellipsis ((Value)25)
#define INT(n) ((Value)((uint64_t)(int64_t)(n) << 2 | 3))
#define IS_INT(v) (((v) & 3) == 3)
#define INT_OF(v) ((int64_t)(v) >> 2)
#define TAKE_INT(v, i) (IS_INT(v) && ((i) = INT_OF(v), true))
#define TP_INT64_MIN (-0x7fffffffffffffffLL - 1)
#define IS_EXACT(i) ((uint64_t)(i) + ((uint64_t)1 << 53) <= (uint64_t)1 << 54)
#define VALUES(...) ((Value[]){__VA_ARGS__})
#define AT(offset) (frame->at = (offset))
#define AS_FN(v) ((Function *)(uintptr_t)(v))
#define AS_TUPLE(v) ((Tuple *)(uintptr_t)(v))
#define AS_CELL(v) ((Cell *)(uintptr_t)(v))
#define AS_GLOBAL(v) ((GlobalCell *)(uintptr_t)(v))
#define AS_CODE(v) ((Code *)(uintptr_t)(v))
#define IS_FN(v, name) ((v) == K[fn_##name])
#define HAS_ENTRY(v, name) tp_has_entry(v, name)
#define HAS_DEFAULTS(f, n) (AS_FN(f)->defaults && AS_FN(f)->defaults->length >= (n))
#define DEFAULT(f, n) AS_FN(f)->defaults->items[AS_FN(f)->defaults->length - (n)]
#define IS_BUILTIN(cell, name) ((cell)->value == tp_known.name##_)
#ifndef LIKELY
#define LIKELY(x) (x)
#define NEVER_NULL(v) (v)
#endif
#define IN_LIST(list, i) LIKELY((uint64_t)(i) < (uint64_t)(list)->length)
#define LIST_ITEM(list, v, i)                                                                    \
    (IN_LIST(list, i) ? NEVER_NULL((list)->items[i]) : tp_getitem_int(v, i))
#define SET_LIST_ITEM(list, v, i, value)                                                         \
    (IN_LIST(list, i) ? ((list)->items[i] = (value), 0) : tp_setitem_int(v, i, value))
#define APART __attribute__((noinline))
#define WORTH_IT(misses) ((misses) <= 100 || (++(misses) > 5000 && ((misses) = 90)))
#define MAY_ENTER() (tp_state.frame->depth < tp_state.recursion_limit)
#define DONE (-1)
#if defined __TINYC__
#define PLAIN
#elif defined __clang__
#define PLAIN __attribute__((optnone, noinline))
#else
#define PLAIN __attribute__((optimize("O0"), noinline))
#endif
#define POLL() (LIKELY(!tp_state.poll) ? 0 : tp_poll())
#ifndef true
#define bool _Bool
#define true 1
#define false 0
#endif
