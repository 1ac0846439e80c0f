"""A cooperative scheduler on generators. Notice: send, throw, close, yield from with results,
finally blocks that run when a task is cancelled."""
from collections import deque


class Cancelled(Exception):
    pass


class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks


class Channel:
    """A queue that tasks wait on."""

    def __init__(self, name, capacity=1):
        self.name, self.capacity = name, capacity
        self.items = deque()
        self.is_closed = False

    def put(self, item):
        while len(self.items) >= self.capacity:
            yield Sleep(1)
        self.items.append(item)

    def get(self):
        while not self.items:
            if self.is_closed:
                return None
            yield Sleep(1)
        return self.items.popleft()

    def close(self):
        self.is_closed = True


class Task:
    serial = 0

    def __init__(self, generator):
        Task.serial += 1
        self.id = Task.serial
        self.generator = generator
        self.wake = 0
        self.result = None
        self.is_done = False

    def __repr__(self):
        return f"<task {self.id} {self.generator.__name__}>"


class Scheduler:
    def __init__(self):
        self.now = 0
        self.tasks = []

    def spawn(self, generator):
        task = Task(generator)
        self.tasks.append(task)
        return task

    def resume(self, task, throw=None):
        try:
            if throw is not None:
                request = task.generator.throw(throw)
            else:
                request = task.generator.send(None if task.wake == 0 else self.now)
        except StopIteration as stop:
            task.result, task.is_done = stop.value, True
            print(f"{self.now:3}: {task} returned {stop.value!r}")
        except Cancelled as error:
            task.is_done = True
            print(f"{self.now:3}: {task} was cancelled: {error}")
        except ZeroDivisionError as error:
            task.is_done = True
            print(f"{self.now:3}: {task} died: {error}")
        else:
            task.wake = self.now + (request.ticks if isinstance(request, Sleep) else 1)

    def run(self, until=100):
        while self.now < until:
            self.tasks = [task for task in self.tasks if not task.is_done]
            if not self.tasks:
                break
            for task in self.tasks:
                if task.wake <= self.now:
                    self.resume(task)
            self.now += 1
        for task in self.tasks:
            if not task.is_done:
                print(f"{self.now:3}: closing {task}")
                task.generator.close()


def producer(channel, items):
    for item in items:
        yield from channel.put(item)
        print(f"     put {item} on {channel.name}")
    channel.close()
    return len(items)


def consumer(channel):
    total = 0
    while (item := (yield from channel.get())) is not None:
        total += item
        now = yield Sleep(2)
        print(f"     took {item} at {now}")
    return total


def clock():
    ticks = 0
    try:
        while True:
            yield Sleep(5)
            ticks += 1
    finally:
        print(f"     the clock ticked {ticks} times")


def patient():
    while True:
        try:
            yield Sleep(50)
        except Cancelled as error:
            print("     patient: one moment,", error)
            yield Sleep(1)
            raise


def divider(n):
    while True:
        print("     100 /", n, "=", 100 // n)
        n -= 1
        yield


def average():
    """The classic: send numbers in, averages come out; None ends it."""
    total = count = 0
    result = None
    while (value := (yield result)) is not None:
        total += value
        count += 1
        result = total / count
    return result


def main():
    scheduler = Scheduler()
    channel = Channel("pipe", 2)
    scheduler.spawn(producer(channel, [3, 1, 4, 1, 5]))
    summing = scheduler.spawn(consumer(channel))
    scheduler.spawn(clock())
    waiting = scheduler.spawn(patient())
    scheduler.spawn(divider(2))
    scheduler.run(until=20)
    print("sum:", summing.result, "tasks left:", scheduler.tasks)
    if waiting.is_done:
        print(waiting.is_done)
    else:
        scheduler.resume(waiting, Cancelled("too late"))

    averages = average()
    next(averages)
    print([averages.send(x) for x in (10, 20, 60)])
    try:
        averages.send(None)
    except StopIteration as stop:
        print("final average", stop.value)
    try:
        averages.send(1)
    except StopIteration as stop:
        print("after the end", stop.value)

    impatient = patient()
    next(impatient)
    impatient.throw(Cancelled("hurry"))
    try:
        next(impatient)
    except Cancelled as error:
        print("cancelled at last:", error)


main()
