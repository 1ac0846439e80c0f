# sys.exit with a message: to standard error, status 1.
import sys

print("on the way out")
try:
    sys.exit("goodbye")
finally:
    print("finally")
