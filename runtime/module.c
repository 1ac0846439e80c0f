/* module.c -- module objects, and modules written in C.
 *
 * A module's attributes are its namespace dict; only a few dunder names come from its type.
 */
#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/importlib.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/main.h"
#include "runtime/str.h"

static Module *module_of(Value v)
{
    return (Module *)tp_obj(v);
}

static void fill(Module *module, Value name, Value doc)
{
    module->name = name;
    tp_dict_set(module->dict, TP_NAME(__name__), name);
    tp_dict_set(module->dict, TP_NAME(__doc__), doc);
    tp_dict_set(module->dict, TP_NAME(__package__), TP_NONE);
    tp_dict_set(module->dict, TP_NAME(__loader__), TP_NONE);
    tp_dict_set(module->dict, TP_NAME(__spec__), TP_NONE);
}

Value tp_module_new(Value name)
{
    Module *module = tp_heap_object(&tp_module_type, 0);
    module->dict = tp_dict_new();
    fill(module, name, TP_NONE);
    return tp_ref(module);
}

static Value module_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames; /* judged by __init__ */
    Module *module = tp_heap_object(type, 0);
    module->dict = tp_dict_new();
    return tp_ref(module);
}

static int module_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    if (TP_ARGS("module", "(name, doc=None)", a) < 0)
        return -1;
    if (!tp_is_str(a[0]))
        return tp_raise_int(&tp_TypeError, "module() argument 'name' must be str, not %T", a[0]);
    fill(module_of(self), a[0], a[1] ? a[1] : TP_NONE);
    return 0;
}

static Value missing_attribute(Module *module, Value name)
{
    Value own_name = tp_dict_get(module->dict, TP_NAME(__name__));
    if (!own_name && tp_error_pending())
        return 0;
    if (!own_name || !tp_is_str(own_name))
        return tp_raise_attribute(tp_ref(module), name, "module has no attribute '%U'", name);
    if (module->is_initializing)
        return tp_raise_attribute(tp_ref(module), name,
                                  "partially initialized module '%U' has no attribute '%U' (most "
                                  "likely due to a circular import)", own_name, name);
    return tp_raise_attribute(tp_ref(module), name, "module '%U' has no attribute '%U'", own_name,
                              name);
}

int tp_module_complete(Value module)
{
    Module *m = module_of(module);
    if (m->lazy && !m->lazy(0))
        return -1;
    m->lazy = 0;
    return 0;
}

static Value module_getattribute(Value self, Value name)
{
    Module *module = module_of(self);
    if (name == TP_NAME(__dict__) && tp_module_complete(self) < 0)
        return 0;
    Str *s = tp_as_str(name);
    bool is_dunder = s->length > 2 && tp_str_at(s, 0) == '_' && tp_str_at(s, 1) == '_';
    Value v;
    if (!is_dunder && module->head.type == &tp_module_type) {
        if ((v = tp_dict_get(module->dict, name)) || tp_error_pending())
            return v;
    } else {
        v = tp_generic_getattr(self, name);
        if (v || !tp_error_is(&tp_AttributeError))
            return v;
        tp_error_clear();
    }
    if (module->lazy && ((v = module->lazy(name)) || tp_error_pending()))
        return v;
    Value hook = tp_dict_get(module->dict, TP_NAME(__getattr__));
    if (hook)
        return tp_call1(hook, name);
    return tp_error_pending() ? 0 : missing_attribute(module, name);
}

/* An attribute, 0 in *value if there is none; -1 with an exception. */
static int look_up(Value v, const char *name, Value *value)
{
    int error = 0;
    *value = tp_getattr_or_null(v, tp_intern_cstr(name), &error);
    return error ? -1 : 0;
}

static Value repr_from_spec(Value spec)
{
    Value name = tp_getattr_cstr(spec, "name");
    Value origin = name ? tp_getattr_cstr(spec, "origin") : 0;
    if (!origin)
        return 0;
    Value shown = name == TP_NONE ? tp_str_cstr("?") : name;
    if (origin == TP_NONE) {
        Value loader = tp_getattr_cstr(spec, "loader");
        if (!loader)
            return 0;
        return loader == TP_NONE ? tp_str_format_c("<module %R>", shown)
                                 : tp_str_format_c("<module %R (%R)>", shown, loader);
    }
    Value has_location = tp_getattr_cstr(spec, "has_location");
    int is_place = has_location ? tp_truth(has_location) : -1;
    if (is_place < 0)
        return 0;
    return is_place ? tp_str_format_c("<module %R from %R>", shown, origin)
                    : tp_str_format_c("<module %R (%S)>", name, origin);
}

static Value module_repr(Value self)
{
    Module *module = module_of(self);
    Value name, file, spec, loader, hook = 0;
    if (module->def && (name = tp_dict_get_str(module->dict, TP_NAME(__name__))))
        return tp_str_format_c("<module %R (built-in)>", name);
    if (look_up(self, "__loader__", &loader) < 0 || look_up(self, "__spec__", &spec) < 0)
        return 0;
    int has_spec = spec ? tp_truth(spec) : 0;
    if (has_spec)
        return has_spec < 0 ? 0 : repr_from_spec(spec);
    if (loader && look_up(loader, "module_repr", &hook) < 0)
        return 0;
    if (hook) {
        Value text = tp_call1(hook, self);
        if (text || !tp_error_is(&tp_Exception))
            return text;
        tp_error_clear();
    }
    if (look_up(self, "__name__", &name) < 0 || look_up(self, "__file__", &file) < 0)
        return 0;
    if (!name)
        name = tp_str_cstr("?");
    if (file)
        return tp_str_format_c("<module %R from %R>", name, file);
    return loader && loader != TP_NONE ? tp_str_format_c("<module %R (%R)>", name, loader)
                                       : tp_str_format_c("<module %R>", name);
}

static Value module_dir(Value self, Value *args)
{
    (void)args;
    if (tp_module_complete(self) < 0)
        return 0;
    Value hook = tp_dict_get(module_of(self)->dict, TP_NAME(__dir__));
    if (!hook && tp_error_pending())
        return 0;
    return hook ? tp_call0(hook) : tp_dict_keys_list(module_of(self)->dict);
}

static Value get_annotations(Value self)
{
    Dict *dict = module_of(self)->dict;
    Value annotations = tp_dict_get(dict, TP_NAME(__annotations__));
    if (annotations || tp_error_pending())
        return annotations;
    annotations = tp_ref(tp_dict_new());
    return tp_dict_set(dict, TP_NAME(__annotations__), annotations) < 0 ? 0 : annotations;
}

static int set_annotations(Value self, Value value)
{
    Dict *dict = module_of(self)->dict;
    if (value)
        return tp_dict_set(dict, TP_NAME(__annotations__), value);
    int removed = tp_dict_del(dict, TP_NAME(__annotations__));
    if (removed == 0)
        return tp_raise_int(&tp_AttributeError, "__annotations__");
    return removed < 0 ? -1 : 0;
}

static const MethodDef module_methods[] = {
    METHOD("__dir__", module_dir, "()", "__dir__() -> list\nspecialized dir() implementation"),
    METHOD_END,
};

static const GetSetDef module_getset[] = {
    {"__annotations__", get_annotations, set_annotations, 0},
    {0, 0, 0, 0},
};

static const MemberDef module_members[] = {
    {"__dict__", offsetof(Module, dict), true, 0},
    {0, 0, 0, 0},
};

Type tp_module_type = {
    .head = {&tp_type_type},
    .name = "module",
    .basic_size = sizeof(Module),
    .flags = TYPE_BASE,
    .dict_offset = offsetof(Module, dict),
    .weakref_offset = 1,
    .setattr = tp_generic_setattr,
    .doc = "Create a module object.\n\nThe name must be a string; the optional docstring argument "
           "can have any type.",
    .new_ = module_new,
    .init = module_init,
    .getattribute = module_getattribute,
    .repr = module_repr,
    .methods = module_methods,
    .getset = module_getset,
    .members = module_members,
};

/* ---- modules written in C ---- */

int tp_module_add(Value module, const char *name, Value value)
{
    return value ? tp_dict_set_cstr(module_of(module)->dict, name, value) : -1;
}

int tp_module_add_ints(Value module, const IntConstant *constants, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tp_module_add(module, constants[i].name, tp_int(constants[i].value)) < 0)
            return -1;
    return 0;
}

int tp_module_add_type(Value module, Type *type)
{
    tp_type_ready(type);
    return tp_module_add(module, tp_type_short_name(type), tp_ref(type));
}

const ModuleDef *tp_c_module_find(const char *name)
{
    for (const ModuleDef *const *def = tp_c_modules; *def; def++)
        if (strcmp((*def)->name, name) == 0)
            return *def;
    return 0;
}

const char *tp_c_module_symbol(const char *name)
{
    static char symbol[128];
    size_t n = 0;
    for (const char *p = "tp_mod_"; *p; p++)
        symbol[n++] = *p;
    for (; *name && n < sizeof symbol - 1; name++)
        symbol[n++] = *name == '.' ? '_' : *name;
    symbol[n] = 0;
    return symbol;
}

int tp_module_add_functions(Value module, const MethodDef *functions)
{
    for (const MethodDef *f = functions; f && f->name; f++)
        if (tp_module_add(module, f->name,
                          tp_builtin_new(f, module, 0, module_of(module)->name)) < 0)
            return -1;
    return 0;
}

Value tp_c_module_load(const ModuleDef *def)
{
    Value name = tp_intern_cstr(def->name);
    Value module = tp_dict_get_str(tp_sys_modules, name);
    if (module)
        return module;
    module = tp_module_new(name);
    module_of(module)->def = def;
    if (def->doc)
        tp_module_add(module, "__doc__", tp_str_cstr(def->doc));
    tp_module_add(module, "__package__", tp_str_cstr(""));
    if (tp_module_add_functions(module, def->functions) < 0)
        return 0;
    if (tp_dict_set(tp_sys_modules, name, module) < 0)
        return 0;
    if (def->init && def->init(module) < 0) {
        Value error = tp_error_take();
        tp_dict_del(tp_sys_modules, name);
        tp_error_put(error);
        return 0;
    }
    return tp_importlib_adopt(module) < 0 ? 0 : module;
}
