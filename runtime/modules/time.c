/* time.c -- the module time: clocks, sleeping, calendar times.
 *
 * Clocks are read in nanoseconds. A struct_time becomes C's struct tm and back; text comes from the
 * C library's strftime. strptime is Python's own _strptime.
 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "duration.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"
#include "runtime/structseq.h"

enum { BILLION = 1000000000 };

static const char *const struct_time_fields[] = {
    "tm_year", "tm_mon",  "tm_mday",  "tm_hour", "tm_min",    "tm_sec",
    "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff", 0};
static StructSeq struct_time;

/* ---- clocks ---- */

static int64_t read_clock(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * (int64_t)BILLION + t.tv_nsec;
}

static Value seconds(int64_t nanoseconds)
{
    return tp_float((double)nanoseconds / 1e9);
}

#define CLOCK(name, clock)                                                                         \
    static Value time_##name(Value self, Value *args)                                              \
    {                                                                                              \
        (void)self;                                                                                \
        (void)args;                                                                                \
        return seconds(read_clock(clock));                                                         \
    }                                                                                              \
    static Value time_##name##_ns(Value self, Value *args)                                         \
    {                                                                                              \
        (void)self;                                                                                \
        (void)args;                                                                                \
        return tp_int(read_clock(clock));                                                          \
    }

CLOCK(time, CLOCK_REALTIME)
CLOCK(monotonic, CLOCK_MONOTONIC)
CLOCK(perf_counter, CLOCK_MONOTONIC)
CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)

/* An argument that is a C int: 0, or -1. */
static int int_argument(Value v, int64_t *out)
{
    Value i = tp_index(v);
    if (!i || tp_int_as_i64(i, out) < 0)
        return -1;
    if (*out > INT32_MAX)
        return tp_raise_int(&tp_OverflowError, "signed integer is greater than maximum");
    if (*out < INT32_MIN)
        return tp_raise_int(&tp_OverflowError, "signed integer is less than minimum");
    return 0;
}

static int clock_argument(Value v, clockid_t *clock)
{
    int64_t id;
    if (int_argument(v, &id) < 0)
        return -1;
    *clock = (clockid_t)id;
    return 0;
}

static Value clock_value(Value id, int (*read)(clockid_t, struct timespec *), bool is_ns)
{
    clockid_t clock;
    struct timespec t;
    if (clock_argument(id, &clock) < 0)
        return 0;
    if (read(clock, &t) < 0)
        return tp_raise_errno(errno, 0);
    int64_t ns = t.tv_sec * (int64_t)BILLION + t.tv_nsec;
    return is_ns ? tp_int(ns) : seconds(ns);
}

static Value time_clock_gettime(Value self, Value *args)
{
    (void)self;
    return clock_value(args[0], clock_gettime, false);
}

static Value time_clock_gettime_ns(Value self, Value *args)
{
    (void)self;
    return clock_value(args[0], clock_gettime, true);
}

static Value time_clock_getres(Value self, Value *args)
{
    (void)self;
    return clock_value(args[0], clock_getres, false);
}

static Value set_clock(clockid_t clock, int64_t ns)
{
    struct timespec t = {ns / BILLION, ns % BILLION};
    return clock_settime(clock, &t) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value time_clock_settime(Value self, Value *args)
{
    clockid_t clock;
    int64_t ns;
    (void)self;
    if (clock_argument(args[0], &clock) < 0 || tp_duration(args[1], BILLION, &ns) < 0)
        return 0;
    return set_clock(clock, ns);
}

static Value time_clock_settime_ns(Value self, Value *args)
{
    clockid_t clock;
    int64_t ns;
    (void)self;
    if (clock_argument(args[0], &clock) < 0)
        return 0;
    if (!tp_is_int(args[1]))
        return tp_raise(&tp_TypeError, "expect int, got %T", args[1]);
    return tp_duration(args[1], 1, &ns) < 0 ? 0 : set_clock(clock, ns);
}

static Value time_pthread_getcpuclockid(Value self, Value *args)
{
    int64_t thread;
    clockid_t clock;
    (void)self;
    if (!tp_is_int(args[0]))
        return tp_raise(&tp_TypeError, "pthread_getcpuclockid() argument 1 must be int, not %T",
                        args[0]);
    if (tp_int_as_i64(args[0], &thread) < 0)
        return 0;
    int error = pthread_getcpuclockid((pthread_t)thread, &clock);
    return error ? tp_raise_errno(error, 0) : tp_small(clock);
}

static Value time_sleep(Value self, Value *args)
{
    int64_t ns;
    (void)self;
    if (tp_duration(args[0], BILLION, &ns) < 0)
        return 0;
    if (ns < 0)
        return tp_raise(&tp_ValueError, "sleep length must be non-negative");
    int64_t deadline;
    if (__builtin_add_overflow(read_clock(CLOCK_MONOTONIC), ns, &deadline))
        deadline = INT64_MAX;
    struct timespec until = {deadline / BILLION, deadline % BILLION};
    int status;
    while ((status = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0)) == EINTR)
        if (tp_poll() < 0)
            return 0;
    return status ? tp_raise_errno(status, 0) : TP_NONE;
}

static Value time_get_clock_info(Value self, Value *args)
{
    static const struct {
        const char *name, *implementation;
        clockid_t clock;
        bool is_monotonic, is_adjustable;
    } clocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true,
         false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true,
         false},
    };
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("get_clock_info", "argument 1", "str", args[0]);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (!tp_str_equal_cstr(args[0], clocks[i].name))
            continue;
        struct timespec resolution;
        Dict *fields = tp_dict_new();
        clock_getres(clocks[i].clock, &resolution);
        tp_dict_set_cstr(fields, "implementation", tp_str_cstr(clocks[i].implementation));
        tp_dict_set_cstr(fields, "monotonic", tp_bool(clocks[i].is_monotonic));
        tp_dict_set_cstr(fields, "adjustable", tp_bool(clocks[i].is_adjustable));
        tp_dict_set_cstr(fields, "resolution",
                         tp_float((double)resolution.tv_sec + (double)resolution.tv_nsec * 1e-9));
        return tp_call_ex(tp_ref(&tp_namespace_type), 0, tp_ref(fields));
    }
    return tp_raise(&tp_ValueError, "unknown clock");
}

/* ---- calendar times ---- */

static Value from_tm(const struct tm *t)
{
    Value values[11] = {
        tp_small(t->tm_year + (int64_t)1900), tp_small(t->tm_mon + 1), tp_small(t->tm_mday),
        tp_small(t->tm_hour), tp_small(t->tm_min), tp_small(t->tm_sec),
        tp_small((t->tm_wday + 6) % 7), tp_small(t->tm_yday + 1), tp_small(t->tm_isdst),
        tp_str_cstr(t->tm_zone ? t->tm_zone : ""), tp_small(t->tm_gmtoff)};
    return tp_structseq_new(&struct_time, values);
}

/* A tuple of 9 or a struct_time as struct tm. */
static int to_tm(Value v, const char *function, struct tm *t)
{
    int64_t fields[9];
    if (!tp_is_tuple(v))
        return tp_raise_int(&tp_TypeError, "Tuple or struct_time argument required");
    Tuple *tuple = tp_as_tuple(v);
    if (tuple->length != 9)
        return tp_raise_int(&tp_TypeError, "%s(): illegal time tuple argument", function);
    for (int i = 0; i < 9; i++) {
        if (int_argument(tuple->items[i], &fields[i]) < 0)
            return -1;
    }
    if (fields[0] < (int64_t)INT32_MIN + 1900)
        return tp_raise_int(&tp_OverflowError, "year out of range");
    memset(t, 0, sizeof *t);
    t->tm_year = (int)(fields[0] - 1900);
    t->tm_mon = (int)(fields[1] - 1);
    t->tm_mday = (int)fields[2];
    t->tm_hour = (int)fields[3];
    t->tm_min = (int)fields[4];
    t->tm_sec = (int)fields[5];
    t->tm_wday = (int)((fields[6] + 1) % 7);
    t->tm_yday = (int)(fields[7] - 1);
    t->tm_isdst = (int)fields[8];
    if (tp_obj(v)->type == &struct_time.type) {
        int64_t n, offset = 0;
        Value zone = tuple->items[9], east = tuple->items[10];
        if (zone != TP_NONE && !tp_is_str(zone))
            return tp_raise_int(&tp_TypeError, "bad argument type for built-in operation");
        if (zone != TP_NONE && !(t->tm_zone = tp_str_to_utf8(zone, &n)))
            return -1;
        if (east != TP_NONE && (!(east = tp_index(east)) || tp_int_as_i64(east, &offset) < 0))
            return -1;
        t->tm_gmtoff = offset;
    }
    return 0;
}

/* Zeros stand for the first month and day; anything else must be in range. */
static int check_tm(struct tm *t)
{
    const char *wrong = 0;
    if (t->tm_mon == -1)
        t->tm_mon = 0;
    if (t->tm_mday == 0)
        t->tm_mday = 1;
    if (t->tm_yday == -1)
        t->tm_yday = 0;
    if (t->tm_mon < 0 || t->tm_mon > 11)
        wrong = "month out of range";
    else if (t->tm_mday < 0 || t->tm_mday > 31)
        wrong = "day of month out of range";
    else if (t->tm_hour < 0 || t->tm_hour > 23)
        wrong = "hour out of range";
    else if (t->tm_min < 0 || t->tm_min > 59)
        wrong = "minute out of range";
    else if (t->tm_sec < 0 || t->tm_sec > 61)
        wrong = "seconds out of range";
    else if (t->tm_wday < 0)
        wrong = "day of week out of range";
    else if (t->tm_yday < 0 || t->tm_yday > 365)
        wrong = "day of year out of range";
    return wrong ? tp_raise_int(&tp_ValueError, "%s", wrong) : 0;
}

/* Seconds since the epoch from an optional argument: the floor. */
static int timestamp_argument(Value v, time_t *out)
{
    static const char out_of_range[] = "timestamp out of range for platform time_t";
    int64_t whole;
    if (!v || v == TP_NONE) {
        *out = time(0);
        return 0;
    }
    if (tp_is_float(v)) {
        double d = tp_float_value(v);
        if (isnan(d))
            return tp_raise_int(&tp_ValueError, "Invalid value NaN (not a number)");
        d = floor(d);
        if (!(d >= -0x1p63 && d < 0x1p63))
            return tp_raise_int(&tp_OverflowError, "%s", out_of_range);
        *out = (time_t)d;
        return 0;
    }
    Value i = tp_is_int(v) ? v : tp_index(v);
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, &whole))
        return tp_raise_int(&tp_OverflowError, "%s", out_of_range);
    *out = (time_t)whole;
    return 0;
}

static Value time_gmtime(Value self, Value *args)
{
    time_t when;
    struct tm t;
    (void)self;
    if (timestamp_argument(args[0], &when) < 0)
        return 0;
    if (!gmtime_r(&when, &t))
        return tp_raise_errno(errno, 0);
    return from_tm(&t);
}

static Value time_localtime(Value self, Value *args)
{
    time_t when;
    struct tm t;
    (void)self;
    if (timestamp_argument(args[0], &when) < 0)
        return 0;
    return localtime_r(&when, &t) ? from_tm(&t) : tp_raise_errno(errno, 0);
}

static Value time_mktime(Value self, Value *args)
{
    struct tm t;
    (void)self;
    if (to_tm(args[0], "mktime", &t) < 0)
        return 0;
    t.tm_wday = -1;  /* stays so if mktime fails */
    time_t when = mktime(&t);
    if (when == (time_t)-1 && t.tm_wday == -1)
        return tp_raise(&tp_OverflowError, "mktime argument out of range");
    return tp_float((double)when);
}

static Value tm_text(const struct tm *t)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[80];
    snprintf(text, sizeof text, "%.3s %.3s%3d %.2d:%.2d:%.2d %lld", days + 3 * t->tm_wday,
             months + 3 * t->tm_mon, t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec,
             (long long)t->tm_year + 1900);
    return tp_str_cstr(text);
}

static int now_local(struct tm *t)
{
    time_t now = time(0);
    return localtime_r(&now, t) ? 0 : (tp_raise_errno(errno, 0), -1);
}

static Value time_asctime(Value self, Value *args)
{
    struct tm t;
    (void)self;
    if (args[0] ? to_tm(args[0], "asctime", &t) < 0 || check_tm(&t) < 0 : now_local(&t) < 0)
        return 0;
    return tm_text(&t);
}

static Value time_ctime(Value self, Value *args)
{
    time_t when;
    struct tm t;
    (void)self;
    if (timestamp_argument(args[0], &when) < 0)
        return 0;
    return localtime_r(&when, &t) ? tm_text(&t) : tp_raise_errno(errno, 0);
}

static Value time_strftime(Value self, Value *args)
{
    struct tm t;
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("strftime", "argument 1", "str", args[0]);
    if (args[1] ? to_tm(args[1], "strftime", &t) < 0 : now_local(&t) < 0)
        return 0;
    if (check_tm(&t) < 0)
        return 0;
    Value encoded = tp_encode(args[0], "utf-8", "surrogatepass");
    if (!encoded)
        return 0;
    const Bytes *format = (Bytes *)tp_obj(encoded);
    if ((int64_t)strlen(format->data) != format->length)
        return tp_raise(&tp_ValueError, "embedded null character");
    /* an empty result and a too small buffer look alike: grow up to a limit, CPython's */
    size_t limit = 256 * (size_t)tp_as_str(args[0])->length;
    for (size_t room = 1024;; room *= 2) {
        char *text = tp_heap_alloc_atomic(room);
        size_t length = strftime(text, room, format->data, &t);
        if (length || room >= limit)
            return tp_decode(text, (int64_t)length, "utf-8", "surrogatepass");
    }
}

static Value time_strptime(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    Value module = tp_import_module("_strptime");
    Value function = module ? tp_getattr_cstr(module, "_strptime_time") : 0;
    return function ? tp_call(function, nargs, args, kwnames) : 0;
}

/* ---- module ---- */

/* timezone, altzone, daylight, tzname: from the offsets of January and July of this year. */
static int add_zone(Value module)
{
    struct tm winter, summer;
    time_t now = time(0), year_length = 31556952;
    tzset();
    time_t january = now / year_length * year_length, july = january + year_length / 2;
    localtime_r(&january, &winter);
    localtime_r(&july, &summer);
    const char *winter_name = winter.tm_zone ? winter.tm_zone : "   ";
    const char *summer_name = summer.tm_zone ? summer.tm_zone : "   ";
    bool is_southern = winter.tm_gmtoff > summer.tm_gmtoff;
    int64_t standard = is_southern ? summer.tm_gmtoff : winter.tm_gmtoff;
    int64_t saving = is_southern ? winter.tm_gmtoff : summer.tm_gmtoff;
    Value names = is_southern
                      ? tp_tuple_pack(2, tp_str_cstr(summer_name), tp_str_cstr(winter_name))
                      : tp_tuple_pack(2, tp_str_cstr(winter_name), tp_str_cstr(summer_name));
    if (tp_module_add(module, "timezone", tp_small(-standard)) < 0 ||
        tp_module_add(module, "altzone", tp_small(-saving)) < 0 ||
        tp_module_add(module, "daylight", tp_small(standard != saving)) < 0 ||
        tp_module_add(module, "tzname", names) < 0)
        return -1;
    return 0;
}

static Value time_tzset(Value self, Value *args)
{
    (void)args;
    return add_zone(self) < 0 ? 0 : TP_NONE;
}

static const MethodDef time_functions[] = {
    METHOD("time", time_time, "()", "Return the current time in seconds since the Epoch."),
    METHOD("time_ns", time_time_ns, "()",
           "Return the current time in nanoseconds since the Epoch."),
    METHOD("monotonic", time_monotonic, "()", "Monotonic clock, cannot go backward."),
    METHOD("monotonic_ns", time_monotonic_ns, "()", "Monotonic clock in nanoseconds."),
    METHOD("perf_counter", time_perf_counter, "()", "Performance counter for benchmarking."),
    METHOD("perf_counter_ns", time_perf_counter_ns, "()", "Performance counter in nanoseconds."),
    METHOD("process_time", time_process_time, "()", "CPU time of the process."),
    METHOD("process_time_ns", time_process_time_ns, "()",
           "CPU time of the process in nanoseconds."),
    METHOD("thread_time", time_thread_time, "()", "CPU time of the thread."),
    METHOD("thread_time_ns", time_thread_time_ns, "()", "CPU time of the thread in nanoseconds."),
    METHOD("clock_gettime", time_clock_gettime, "(clk_id, /)", "Return the time of a clock."),
    METHOD("clock_gettime_ns", time_clock_gettime_ns, "(clk_id, /)",
           "Return the time of a clock in nanoseconds."),
    METHOD("clock_settime", time_clock_settime, "(clk_id, time, /)", "Set the time of a clock."),
    METHOD("clock_settime_ns", time_clock_settime_ns, "(clk_id, time, /)",
           "Set the time of a clock in nanoseconds."),
    METHOD("clock_getres", time_clock_getres, "(clk_id, /)", "Return the resolution of a clock."),
    METHOD("pthread_getcpuclockid", time_pthread_getcpuclockid, "(thread_id, /)",
           "Return the clk_id of a thread's CPU time clock."),
    METHOD("get_clock_info", time_get_clock_info, "(name, /)",
           "Return a namespace that describes the named clock."),
    METHOD("sleep", time_sleep, "(seconds, /)", "Delay execution for a number of seconds."),
    METHOD_PARSED("gmtime", time_gmtime, "(seconds=None, /)",
           "Convert seconds since the Epoch to a struct_time in UTC."),
    METHOD_PARSED("localtime", time_localtime, "(seconds=None, /)",
           "Convert seconds since the Epoch to a struct_time in local time."),
    METHOD("asctime", time_asctime, "(tuple=None, /)", "Convert a time tuple to a string."),
    METHOD_PARSED("ctime", time_ctime, "(seconds=None, /)",
           "Convert seconds since the Epoch to a string in local time."),
    METHOD("mktime", time_mktime, "(tuple, /)",
           "Convert a time tuple in local time to seconds since the Epoch."),
    METHOD_PARSED("strftime", time_strftime, "(format, tuple=None, /)",
           "Convert a time tuple to a string as the format says."),
    METHOD_RAW("strptime", time_strptime, "(string, format='%a %b %d %H:%M:%S %Y', /)",
               "Parse a string to a time tuple as the format says."),
    METHOD("tzset", time_tzset, "()", "Read the time zone again from the environment."),
    METHOD_END,
};

static int time_init(Value module)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME},
        {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
        {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
        {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
        {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
        {"CLOCK_TAI", CLOCK_TAI},
        {"_STRUCT_TM_ITEMS", 11},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (tp_module_add(module, constants[i].name, tp_small(constants[i].value)) < 0)
            return -1;
    if (!struct_time.names)
        tp_structseq_ready(&struct_time, "time.struct_time",
                           "The time value as returned by gmtime(), localtime(), and strptime().",
                           struct_time_fields, 11, 9);
    if (tp_module_add(module, "struct_time", tp_ref(&struct_time.type)) < 0)
        return -1;
    return add_zone(module);
}

const ModuleDef tp_mod_time = {"time", time_functions, time_init,
                               "Functions to work with time values."};
