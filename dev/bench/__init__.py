"""`python -m dev.bench`: how fast the whole stack is on this machine. Timed, so never part of the tests."""
