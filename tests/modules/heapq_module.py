import heapq

heap = []
for x in [5, 1, 8, 3, 9, 2, 7]:
    heapq.heappush(heap, x)
print(heap, heapq.heappushpop(heap, 0), heapq.heapreplace(heap, 10))
print([heapq.heappop(heap) for _ in range(len(heap))])
data = list(range(20, 0, -1))
heapq.heapify(data)
print(data[0], heapq.nsmallest(3, data), heapq.nlargest(3, data, key=lambda x: x % 7))
print(list(heapq.merge([1, 4, 7], [2, 5, 8], [3, 6, 9])))
print(list(heapq.merge(["pear", "fig"], ["apple"], key=len, reverse=True)))
print(heapq.nsmallest(2, "hello"), heapq.nlargest(1, [3]), heapq.nsmallest(0, [1]))
try:
    heapq.heappop([])
except IndexError as error:
    print(error)
