# A suggestion, and a method call over several lines.
class Thing:
    colour = "red"

    def paint(self, *args):
        return self.color


thing = Thing()
thing.paint(
    1,
    2,
)
