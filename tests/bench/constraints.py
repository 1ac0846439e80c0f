# Objects that keep each other in step: a one-way constraint solver with strengths and plans.
REQUIRED, STRONG, MEDIUM, WEAK = 0, 1, 2, 3
FORWARD, BACKWARD, NONE = 1, -1, 0


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAK + 1
        self.mark = 0
        self.stay = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def satisfy(self, mark, planner):
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise RuntimeError("could not satisfy a required constraint")
            return None
        self.mark_inputs(mark)
        out = self.output()
        overridden = out.determined_by
        if overridden is not None:
            overridden.mark_unsatisfied()
        out.determined_by = self
        planner.add_propagate(self, mark)
        out.mark = mark
        return overridden


class Edit(Constraint):
    is_input = True

    def __init__(self, variable, strength):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        variable.constraints.append(self)

    def choose_method(self, mark):
        self.satisfied = self.variable.mark != mark and self.strength < self.variable.strength

    def is_satisfied(self):
        return self.satisfied

    def mark_unsatisfied(self):
        self.satisfied = False

    def mark_inputs(self, mark):
        pass

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def recalculate(self):
        self.variable.strength = self.strength
        self.variable.stay = False

    def execute(self):
        pass


class Binary(Constraint):
    is_input = False

    def __init__(self, a, b, strength):
        super().__init__(strength)
        self.a = a
        self.b = b
        self.direction = NONE
        a.constraints.append(self)
        b.constraints.append(self)

    def choose_method(self, mark):
        a, b = self.a, self.b
        if a.mark == mark:
            ok = b.mark != mark and self.strength < b.strength
            self.direction = FORWARD if ok else NONE
        elif b.mark == mark:
            ok = a.mark != mark and self.strength < a.strength
            self.direction = BACKWARD if ok else NONE
        elif a.strength > b.strength:
            self.direction = BACKWARD if self.strength < a.strength else NONE
        else:
            self.direction = FORWARD if self.strength < b.strength else NONE

    def is_satisfied(self):
        return self.direction != NONE

    def mark_unsatisfied(self):
        self.direction = NONE

    def input(self):
        return self.a if self.direction == FORWARD else self.b

    def output(self):
        return self.b if self.direction == FORWARD else self.a

    def mark_inputs(self, mark):
        self.input().mark = mark

    def inputs_known(self, mark):
        v = self.input()
        return v.mark == mark or v.stay or v.determined_by is None

    def recalculate(self):
        source, out = self.input(), self.output()
        out.strength = max(self.strength, source.strength)
        out.stay = source.stay
        if out.stay:
            self.execute()


class Equal(Binary):
    def execute(self):
        self.output().value = self.input().value


class Scale(Binary):
    def __init__(self, source, factor, offset, target, strength):
        super().__init__(source, target, strength)
        self.factor = factor
        self.offset = offset

    def execute(self):
        if self.direction == FORWARD:
            self.b.value = self.a.value * self.factor + self.offset
        else:
            self.a.value = (self.b.value - self.offset) // self.factor


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def remove(self, constraint):
        out = constraint.output()
        constraint.mark_unsatisfied()
        out.constraints.remove(constraint)
        out.determined_by = None
        out.strength = WEAK + 1
        out.stay = True
        for other in list(out.constraints):
            if not other.is_satisfied():
                self.add(other)

    def add_propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            c = todo.pop()
            c.recalculate()
            for other in c.output().constraints:
                if other is not c.output().determined_by and other.is_satisfied():
                    if other.output() is not c.output():
                        todo.append(other)

    def plan(self, sources):
        mark = self.new_mark()
        plan = []
        todo = [c for c in sources if c.is_input and c.is_satisfied()]
        while todo:
            c = todo.pop()
            if c.output().mark != mark and c.inputs_known(mark):
                plan.append(c)
                c.output().mark = mark
                for other in c.output().constraints:
                    if other.is_satisfied() and other.output() is not c.output():
                        todo.append(other)
        return plan


def chain(n):
    planner = Planner()
    variables = [Variable("v%d" % i, 0) for i in range(n + 1)]
    for i in range(n):
        planner.add(Equal(variables[i], variables[i + 1], REQUIRED))
    edit = Edit(variables[0], STRONG)
    planner.add(edit)
    plan = planner.plan([edit])
    for value in range(100):
        variables[0].value = value
        for c in plan:
            c.execute()
        if variables[n].value != value:
            raise RuntimeError("chain failed")
    planner.remove(edit)
    return variables[n].value


def projection(n):
    planner = Planner()
    sources, targets = [], []
    for i in range(n):
        a, b = Variable("a%d" % i, i), Variable("b%d" % i, i)
        sources.append(a)
        targets.append(b)
        planner.add(Scale(a, 10, 1000, b, REQUIRED))
    total = 0
    for a in sources[:40]:
        edit = Edit(a, STRONG)
        planner.add(edit)
        plan = planner.plan([edit])
        for value in range(20):
            a.value = value
            for c in plan:
                c.execute()
        planner.remove(edit)
    for b in targets:
        total += b.value
    return total


for _ in range(24):
    result = chain(2000), projection(2000)
print(result)
