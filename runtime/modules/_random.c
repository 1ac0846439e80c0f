/* _random.c -- the module _random: the Mersenne Twister MT19937 behind random.Random.
 *
 * The generator is Matsumoto and Nishimura's, seeded by their init_by_array with the 32-bit words
 * of the seed's magnitude, as CPython does: the same seed gives the same numbers.
 */
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"

enum { STATE_WORDS = 624, PERIOD = 397 };

typedef struct Random {
    Object head;
    uint32_t *words;       /* STATE_WORDS of them, not scanned */
    int32_t index;         /* the next word to give; STATE_WORDS: twist first */
} Random;

static inline Random *as_random(Value v)
{
    return (Random *)tp_obj(v);
}

static inline uint32_t twist_word(uint32_t high, uint32_t low)
{
    uint32_t mixed = (high & 0x80000000u) | (low & 0x7fffffffu);
    return (mixed >> 1) ^ (low & 1 ? 0x9908b0dfu : 0);
}

static void twist(uint32_t *w)
{
    int i;
    for (i = 0; i < STATE_WORDS - PERIOD; i++)
        w[i] = w[i + PERIOD] ^ twist_word(w[i], w[i + 1]);
    for (; i < STATE_WORDS - 1; i++)
        w[i] = w[i + PERIOD - STATE_WORDS] ^ twist_word(w[i], w[i + 1]);
    w[i] = w[PERIOD - 1] ^ twist_word(w[i], w[0]);
}

static inline uint32_t next_word(Random *r)
{
    if (r->index >= STATE_WORDS) {
        twist(r->words);
        r->index = 0;
    }
    uint32_t y = r->words[r->index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

static void seed_by_word(Random *r, uint32_t seed)
{
    uint32_t *w = r->words;
    w[0] = seed;
    for (int i = 1; i < STATE_WORDS; i++)
        w[i] = 1812433253u * (w[i - 1] ^ (w[i - 1] >> 30)) + i;
    r->index = STATE_WORDS;
}

static void seed_by_array(Random *r, const uint32_t *key, int64_t n)
{
    uint32_t *w = r->words;
    int i = 1;
    int64_t j = 0;
    seed_by_word(r, 19650218u);
    for (int64_t k = n > STATE_WORDS ? n : STATE_WORDS; k; k--) {
        w[i] = (w[i] ^ ((w[i - 1] ^ (w[i - 1] >> 30)) * 1664525u)) + key[j] + (uint32_t)j;
        if (++i >= STATE_WORDS) {
            w[0] = w[STATE_WORDS - 1];
            i = 1;
        }
        if (++j >= n)
            j = 0;
    }
    for (int k = STATE_WORDS - 1; k; k--) {
        w[i] = (w[i] ^ ((w[i - 1] ^ (w[i - 1] >> 30)) * 1566083941u)) - (uint32_t)i;
        if (++i >= STATE_WORDS) {
            w[0] = w[STATE_WORDS - 1];
            i = 1;
        }
    }
    w[0] = 0x80000000u;
}

static void seed_by_chance(Random *r)
{
    uint32_t key[STATE_WORDS];
    struct timespec now;
    if (getrandom(key, sizeof key, GRND_NONBLOCK) == (ssize_t)sizeof key) {
        seed_by_array(r, key, STATE_WORDS);
        return;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    key[0] = (uint32_t)now.tv_sec;
    key[1] = (uint32_t)now.tv_nsec;
    key[2] = (uint32_t)getpid();
    seed_by_array(r, key, 3);
}

static int seed(Random *r, Value v)
{
    if (!v || v == TP_NONE) {
        seed_by_chance(r);
        return 0;
    }
    if (tp_is_int(v)) {
        v = tp_int_plain(v);
        if (tp_int_sign(v) < 0)
            v = tp_int_neg(v);
    } else {
        int64_t hash = tp_hash(v);
        if (hash == -1)
            return -1;
        v = tp_int_from_u64((uint64_t)hash);
    }
    int64_t nwords = (tp_int_bit_length(v) + 31) / 32;
    if (!nwords)
        nwords = 1;
    uint32_t *key = tp_heap_try_alloc_atomic(nwords * sizeof(uint32_t));
    if (!key || tp_int_to_bytes(v, (uint8_t *)key, nwords * 4, true, false) < 0)
        return -1;
    seed_by_array(r, key, nwords);
    return 0;
}

static Value random_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    Random *r = tp_heap_object(type, 0);
    r->words = tp_heap_alloc_atomic(STATE_WORDS * sizeof(uint32_t));
    seed_by_word(r, 0);
    return tp_ref(r);
}

static int random_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "Random() takes no keyword arguments");
    if (nargs > 1)
        return tp_raise_int(&tp_TypeError, "Random() requires 0 or 1 argument");
    return seed(as_random(self), nargs ? args[0] : 0);
}

static Value random_seed(Value self, Value *args)
{
    return seed(as_random(self), args[0]) < 0 ? 0 : TP_NONE;
}

/* 53 bits: 27 of one word, 26 of the next. */
static Value random_random(Value self, Value *args)
{
    Random *r = as_random(self);
    (void)args;
    uint32_t high = next_word(r) >> 5, low = next_word(r) >> 6;
    return tp_float((high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

static Value random_getrandbits(Value self, Value *args)
{
    Random *r = as_random(self);
    int64_t bits;
    Value count = tp_is_int(args[0]) ? args[0] : tp_index(args[0]);
    if (!count)
        return 0;
    if (!tp_int_fits_i64(count, &bits) || bits > INT32_MAX || bits < INT32_MIN)
        return tp_raise(&tp_OverflowError, "Python int too large to convert to C int");
    if (bits < 0)
        return tp_raise(&tp_ValueError, "number of bits must be non-negative");
    if (bits <= 32)
        return tp_small(bits ? next_word(r) >> (32 - bits) : 0);
    if (bits <= 61) {
        uint64_t low = next_word(r), high = next_word(r) >> (64 - bits);
        return tp_small((int64_t)(high << 32 | low));
    }
    int64_t nwords = (bits + 31) / 32;
    uint32_t *words = tp_heap_try_alloc_atomic((nwords + 1) * sizeof(uint32_t));
    if (!words)
        return 0;
    for (int64_t i = 0; i < nwords; i++)
        words[i] = next_word(r);
    words[nwords - 1] >>= nwords * 32 - bits;
    return tp_int_from_bytes((uint8_t *)words, nwords * 4, true, false);
}

static Value random_getstate(Value self, Value *args)
{
    Random *r = as_random(self);
    Tuple *state = tp_tuple_new(STATE_WORDS + 1);
    (void)args;
    for (int i = 0; i < STATE_WORDS; i++)
        state->items[i] = tp_small(r->words[i]);
    state->items[STATE_WORDS] = tp_small(r->index);
    return tp_ref(state);
}

static Value random_setstate(Value self, Value *args)
{
    Random *r = as_random(self);
    uint32_t words[STATE_WORDS];
    int64_t index;
    if (!tp_is_tuple(args[0]))
        return tp_raise(&tp_TypeError, "state vector must be a tuple");
    Tuple *state = tp_as_tuple(args[0]);
    if (state->length != STATE_WORDS + 1)
        return tp_raise(&tp_ValueError, "state vector is the wrong size");
    for (int i = 0; i <= STATE_WORDS; i++)
        if (!tp_is_int(state->items[i]))
            return tp_raise(&tp_TypeError, "an integer is required");
    for (int i = 0; i < STATE_WORDS; i++) {
        uint64_t word;
        Value item = tp_int_plain(state->items[i]);
        if (tp_int_sign(item) > 0 && tp_int_bit_length(item) > 64)
            return tp_raise(&tp_OverflowError,
                            "Python int too large to convert to C unsigned long");
        if (tp_int_as_u64(item, &word) < 0)
            return 0;
        words[i] = (uint32_t)word;
    }
    if (tp_int_as_i64(state->items[STATE_WORDS], &index) < 0)
        return 0;
    if (index < 0 || index > STATE_WORDS)
        return tp_raise(&tp_ValueError, "invalid state");
    memcpy(r->words, words, sizeof words);
    r->index = (int32_t)index;
    return TP_NONE;
}

static const MethodDef random_methods[] = {
    METHOD("random", random_random, "()", "random() -> x in the interval [0, 1)."),
    METHOD("seed", random_seed, "(n=None, /)", "Set the internal state; n None: from the system."),
    METHOD("getstate", random_getstate, "()", "Return the internal state as a tuple of 625 ints."),
    METHOD("setstate", random_setstate, "(state, /)", "Restore a state that getstate() gave."),
    METHOD("getrandbits", random_getrandbits, "(k, /)", "Return an int with k random bits."),
    METHOD_END,
};

static Type random_type = {
    .head = {&tp_type_type},
    .name = "_random.Random",
    .basic_size = sizeof(Random),
    .flags = TYPE_BASE,
    .doc = "Random() -> create a random number generator with its own internal state.",
    .methods = random_methods,
    .new_ = random_new,
    .init = random_init,
};

static int random_module_init(Value module)
{
    return tp_module_add_type(module, &random_type);
}

const ModuleDef tp_mod__random = {
    "_random", 0, random_module_init, "The Mersenne Twister random number generator.",
};
