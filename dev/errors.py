"""The one exception of this package: something that the person at the keyboard can act on."""


class DevError(Exception):
    """Why the stack cannot start or go on; the command prints it as one line and exits 1."""
