"""A small Lisp. Notice: environments as chained dicts, closures made of Python closures, tail
recursion on a loop, and a prelude written in itself."""
import math
import operator as op


class LispError(Exception):
    pass


class Symbol(str):
    def __repr__(self):
        return str(self)


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise LispError(f"unbound: {name}")


class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        return evaluate(self.body, self.bind(args))

    def bind(self, args):
        if len(args) != len(self.params):
            raise LispError(f"wanted {len(self.params)} arguments, got {len(args)}")
        return Env(self.params, args, self.env)


def tokenize(text):
    lines = (line.partition(";")[0] for line in text.splitlines())
    return " ".join(lines).replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()


def read(tokens):
    if not tokens:
        raise LispError("unexpected end")
    token = tokens.pop(0)
    if token == "(":
        form = []
        while tokens and tokens[0] != ")":
            form.append(read(tokens))
        if not tokens:
            raise LispError("missing )")
        tokens.pop(0)
        return form
    if token == ")":
        raise LispError("unexpected )")
    if token == "'":
        return [Symbol("quote"), read(tokens)]
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return {"#t": True, "#f": False}.get(token, Symbol(token))


def show(value):
    if value is True or value is False:
        return "#t" if value else "#f"
    if isinstance(value, list):
        return "(" + " ".join(map(show, value)) + ")"
    return "#<procedure>" if callable(value) else str(value)


def evaluate(x, env):
    while True:
        if isinstance(x, Symbol):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        if not x:
            raise LispError("empty form")
        head, *rest = x
        if head == "quote":
            return rest[0]
        if head == "if":
            test, yes, *no = rest
            x = yes if evaluate(test, env) is not False else no[0] if no else False
        elif head == "define":
            target, *body = rest
            if isinstance(target, list):
                name, *params = target
                env[name] = Lambda(params, [Symbol("begin"), *body], env)
            else:
                env[target] = evaluate(body[0], env)
            return None
        elif head == "set!":
            env.find(rest[0])[rest[0]] = evaluate(rest[1], env)
            return None
        elif head == "lambda":
            return Lambda(rest[0], [Symbol("begin"), *rest[1:]], env)
        elif head == "let":
            names = [name for name, _ in rest[0]]
            values = [evaluate(value, env) for _, value in rest[0]]
            x, env = [Symbol("begin"), *rest[1:]], Env(names, values, env)
        elif head == "begin":
            for form in rest[:-1]:
                evaluate(form, env)
            x = rest[-1]
        else:
            function, *args = [evaluate(item, env) for item in x]
            if isinstance(function, Lambda):
                x, env = function.body, function.bind(args)
            elif callable(function):
                return function(*args)
            else:
                raise LispError(f"not a procedure: {show(function)}")


def standard():
    env = Env()
    env.update({name: getattr(math, name) for name in ("sqrt", "floor")})
    env.update({
        "+": lambda *a: sum(a), "*": lambda *a: math.prod(a), "-": op.sub, "/": op.truediv,
        "quotient": op.floordiv, "remainder": op.mod, "<": op.lt, ">": op.gt, "=": op.eq,
        "car": lambda a: a[0], "cdr": lambda a: a[1:], "cons": lambda a, b: [a] + b,
        "list": lambda *a: list(a), "null?": lambda a: a == [], "pi": math.pi,
        "apply": lambda f, args: f(*args), "length": len, "not": lambda a: a is False,
    })
    return env


PRELUDE = """
(define (map f xs) (if (null? xs) '() (cons (f (car xs)) (map f (cdr xs)))))
(define (fold f acc xs) (if (null? xs) acc (fold f (f acc (car xs)) (cdr xs))))
(define (filter p xs)
  (if (null? xs) '() (if (p (car xs)) (cons (car xs) (filter p (cdr xs))) (filter p (cdr xs)))))
(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) '()))
"""

PROGRAM = """
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))
(fact 30)
(map (lambda (n) (* n n)) (range 0 12))
(filter (lambda (n) (= (remainder n 3) 0)) (range 0 20))
(fold + 0 (range 0 101))
(define (make-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c (make-counter))
(begin (c) (c) (c))
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n))))
(loop 20000 0)  ; deep, yet no recursion in Python
(define (compose f g) (lambda (x) (f (g x))))
((compose sqrt (lambda (x) (* x x))) 12)
(apply + '(1 2 3 4))
'(a (b . c) #t 1.5)
(if #f 1)
(undefined 1)
(1 2)
((lambda (x y) x) 1)
(car '())
(+ 1 (
"""


def main():
    env = standard()
    for source in (PRELUDE, PROGRAM):
        tokens = tokenize(source)
        while tokens:
            try:
                value = evaluate(read(tokens), env)
            except LispError as error:
                print("error:", error)
            except (IndexError, TypeError) as error:
                print(f"{type(error).__name__}: {error}")
            else:
                if value is not None:
                    print(show(value))


main()
