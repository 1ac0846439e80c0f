"""Accounts with rules. Notice: properties, class methods, context managers that roll back,
exception chains, and `else` and `finally` in their places."""


class BankError(Exception):
    """Base of all that can go wrong at the counter."""


class InsufficientFunds(BankError):
    def __init__(self, account, wanted):
        self.account, self.wanted = account, wanted
        super().__init__(f"{account.owner} has {account.balance}, wants {wanted}")


class Account:
    count = 0
    _rate = 2

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.history = []
        Account.count += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(self, self._balance - value)
        self.history.append(value - self._balance)
        self._balance = value

    @balance.deleter
    def balance(self):
        self._balance = 0
        self.history.clear()

    @classmethod
    def from_text(cls, text):
        owner, _, amount = text.partition(":")
        return cls(owner.strip(), int(amount or 0))

    @staticmethod
    def valid(amount):
        return isinstance(amount, int) and not isinstance(amount, bool) and amount > 0

    @classmethod
    def interest(cls, amount):
        return amount * cls._rate // 100

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self._balance})"

    def __eq__(self, other):
        if not isinstance(other, Account):
            return NotImplemented
        return (self.owner, self._balance) == (other.owner, other._balance)

    def __hash__(self):
        return hash(self.owner)

    def __lt__(self, other):
        return self._balance < other._balance


class Savings(Account):
    _rate = 5

    def __init__(self, owner, balance=0, *, notice=30):
        super().__init__(owner, balance)
        self.notice = notice

    def year_end(self):
        self.balance += self.interest(self.balance)
        return self.balance


class Transaction:
    """All or nothing: balances go back when the block raises a BankError."""

    def __init__(self, *accounts, quiet=False):
        self.accounts = accounts
        self.quiet = quiet

    def __enter__(self):
        self.saved = [account.balance for account in self.accounts]
        return self

    def move(self, source, target, amount):
        if not Account.valid(amount):
            raise ValueError(f"bad amount: {amount!r}")
        target.balance += amount
        source.balance -= amount

    def __exit__(self, kind, error, traceback):
        if kind is None:
            print("  committed")
            return False
        for account, balance in zip(self.accounts, self.saved):
            account._balance = balance
        print(f"  rolled back: {kind.__name__}")
        return self.quiet and issubclass(kind, BankError)


def attempt(label, action):
    print(label)
    try:
        result = action()
    except InsufficientFunds as error:
        print("  refused:", error)
        print("  short of", error.wanted - error.account.balance)
    except (ValueError, TypeError) as error:
        print(f"  {type(error).__name__}: {error}")
    else:
        print("  done:", result)
    finally:
        print("  -- next, please")


def main():
    ada = Account("Ada", 100)
    bob = Account.from_text("Bob: 50")
    eve = Savings("Eve", 1000, notice=90)
    print(ada, bob, eve, Account.count)

    def transfer(source, target, amount, quiet=False):
        with Transaction(source, target, quiet=quiet) as t:
            t.move(source, target, amount)
        return source.balance, target.balance

    attempt("Ada pays Bob 30", lambda: transfer(ada, bob, 30))
    attempt("Ada pays Bob 300", lambda: transfer(ada, bob, 300))
    attempt("Ada pays Bob -1", lambda: transfer(ada, bob, -1))
    attempt("Ada pays Bob True", lambda: transfer(ada, bob, True))
    attempt("Ada pays Bob 'x'", lambda: transfer(ada, bob, "x"))
    attempt("quietly", lambda: transfer(ada, eve, 10 ** 6, quiet=True))
    attempt("Eve at year end", eve.year_end)

    try:
        try:
            ada.balance -= 1000
        except BankError as error:
            raise RuntimeError("the counter closes") from error
    except RuntimeError as error:
        print(error, "because", repr(error.__cause__))

    print(sorted([eve, ada, bob]), max(ada, bob).owner)
    print(ada == Account("Ada", 70), ada != bob, ada == 70, {ada: 1}[Account("Ada", 70)])
    print(ada.history, bob.history)
    del ada.balance
    print(ada.balance, ada.history, vars(bob))
    print([name for name in vars(Account) if not name.startswith("__")])


main()
