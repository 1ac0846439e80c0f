"""one_module.py FILE MODULE -- run a module's tests; a line of FILE for each that passes, at once."""
import sys
import unittest


class Recorder(unittest.TextTestResult):
    def addSuccess(self, test):
        super().addSuccess(test)
        print(test.id(), file=passed, flush=True)


passed = open(sys.argv[1], "w")
runner = unittest.TextTestRunner(resultclass=Recorder)
unittest.main(module=None, argv=["unittest", sys.argv[2]], testRunner=runner)
