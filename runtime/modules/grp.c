/* grp.c -- the module grp: the groups of the system. */
#include <grp.h>

#include "user_id.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/structseq.h"
#include "runtime/text.h"

static const char *const fields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem", 0};
static StructSeq group_type;

static Value text(const char *s)
{
    return s ? tp_fsdecode(s, (int64_t)strlen(s)) : TP_NONE;
}

static Value entry(const struct group *g)
{
    Value members = tp_list_new(0);
    for (char **member = g->gr_mem; *member; member++)
        if (tp_list_append(members, text(*member)) < 0)
            return 0;
    Value values[] = {text(g->gr_name), text(g->gr_passwd), tp_int(g->gr_gid), members};
    return tp_structseq_new(&group_type, values);
}

static Value grp_getgrgid(Value self, Value *args)
{
    uint32_t gid;
    (void)self;
    if (tp_user_id(args[0], "gid", &gid) < 0)
        return 0;
    struct group *found = getgrgid(gid);
    return found ? entry(found)
                 : tp_raise(&tp_KeyError, "getgrgid(): gid not found: %S", tp_user_id_value(gid));
}

static Value grp_getgrnam(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("getgrnam", "argument 'name'", "str", args[0]);
    const char *name = tp_fsencode(args[0]);
    if (!name)
        return 0;
    struct group *found = getgrnam(name);
    return found ? entry(found)
                 : tp_raise(&tp_KeyError, "getgrnam(): name not found: %R", args[0]);
}

static Value grp_getgrall(Value self, Value *args)
{
    (void)self;
    (void)args;
    Value list = tp_list_new(0);
    setgrent();
    for (struct group *g; (g = getgrent());) {
        Value group = entry(g);
        if (!group || tp_list_append(list, group) < 0)
            return 0;
    }
    endgrent();
    return list;
}

static const MethodDef functions[] = {
    METHOD("getgrgid", grp_getgrgid, "(id)",
           "Return the group database entry for the given numeric group ID."),
    METHOD("getgrnam", grp_getgrnam, "(name)",
           "Return the group database entry for the given group name."),
    METHOD("getgrall", grp_getgrall, "()",
           "Return a list of all available group entries, in arbitrary order."),
    METHOD_END,
};

static int init(Value module)
{
    tp_structseq_ready(&group_type, "grp.struct_group",
                       "grp.struct_group: Results from getgr*() routines.", fields, 4, 4);
    return tp_module_add(module, "struct_group", tp_ref(&group_type.type));
}

const ModuleDef tp_mod_grp = {"grp", functions, init, "Access to the Unix group database."};
