"""A package, so that pytest ends what measures the stack before the tests of the next folder begin."""
