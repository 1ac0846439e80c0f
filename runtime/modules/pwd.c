/* pwd.c -- the module pwd: the users of the system. */
#include <pwd.h>

#include "user_id.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/structseq.h"
#include "runtime/text.h"

static const char *const fields[] = {"pw_name", "pw_passwd", "pw_uid", "pw_gid",
                                     "pw_gecos", "pw_dir", "pw_shell", 0};
static StructSeq passwd_type;

static Value text(const char *s)
{
    return s ? tp_fsdecode(s, (int64_t)strlen(s)) : TP_NONE;
}

static Value entry(const struct passwd *p)
{
    Value values[] = {text(p->pw_name), text(p->pw_passwd), tp_int(p->pw_uid), tp_int(p->pw_gid),
                      text(p->pw_gecos), text(p->pw_dir), text(p->pw_shell)};
    return tp_structseq_new(&passwd_type, values);
}

static Value pwd_getpwuid(Value self, Value *args)
{
    uint32_t uid;
    (void)self;
    if (tp_user_id(args[0], "uid", &uid) < 0) {
        if (!tp_error_is(&tp_OverflowError))
            return 0;
        tp_error_clear();
        return tp_raise(&tp_KeyError, "getpwuid(): uid not found");
    }
    struct passwd *found = getpwuid(uid);
    return found ? entry(found)
                 : tp_raise(&tp_KeyError, "getpwuid(): uid not found: %S", tp_user_id_value(uid));
}

static Value pwd_getpwnam(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("getpwnam", "argument", "str", args[0]);
    const char *name = tp_fsencode(args[0]);
    if (!name)
        return 0;
    struct passwd *found = getpwnam(name);
    return found ? entry(found)
                 : tp_raise(&tp_KeyError, "getpwnam(): name not found: %R", args[0]);
}

static Value pwd_getpwall(Value self, Value *args)
{
    (void)self;
    (void)args;
    Value list = tp_list_new(0);
    setpwent();
    for (struct passwd *p; (p = getpwent());)
        if (tp_list_append(list, entry(p)) < 0)
            return 0;
    endpwent();
    return list;
}

static const MethodDef functions[] = {
    METHOD("getpwuid", pwd_getpwuid, "(uidobj, /)",
           "Return the password database entry for the given numeric user ID."),
    METHOD("getpwnam", pwd_getpwnam, "(name, /)",
           "Return the password database entry for the given user name."),
    METHOD("getpwall", pwd_getpwall, "()",
           "Return a list of all available password database entries, in arbitrary order."),
    METHOD_END,
};

static int init(Value module)
{
    tp_structseq_ready(&passwd_type, "pwd.struct_passwd",
                       "pwd.struct_passwd: Results from getpw*() routines.", fields, 7, 7);
    return tp_module_add(module, "struct_passwd", tp_ref(&passwd_type.type));
}

const ModuleDef tp_mod_pwd = {"pwd", functions, init,
                              "This module provides access to the Unix password database."};
