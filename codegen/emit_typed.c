#include "emit.h"
void emit_typed_version(Emit *e) { (void)e; }
const char *emit_typed_target(Emit *e, int b) { (void)e; (void)b; return ""; }
const char *emit_typed_handler(Emit *e) { (void)e; return ""; }
const char *emit_reentry_label(Emit *e, int number) { (void)e; (void)number; return 0; }
bool emit_typed_insn(Emit *e, const Insn *insn) { (void)e; (void)insn; return false; }
