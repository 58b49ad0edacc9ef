from . import test_lint
