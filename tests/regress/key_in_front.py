# A key in front of the name of an attribute is asked, although an inline cache knows where other
# dicts have the attribute.
class Key:
    is_equal = False

    def __hash__(self):
        return hash('own')

    def __eq__(self, other):
        return self.is_equal


class D(dict):
    pass


def own(instance):
    return instance.own


with_key = D()
key = Key()
with_key.__dict__[key] = 2
with_key.own = 3
key.is_equal = True
for i in range(3):
    other = D()
    other.first, other.own = 0, 1
    print(own(other))
print(own(with_key))
