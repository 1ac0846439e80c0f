#include "infer.h"
void infer_function(Fn *fn)
{
    (void)fn;
}
