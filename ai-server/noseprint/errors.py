"""What callers may have to handle."""


class NoNose(ValueError):
    """The photo shows no nose, so there is nothing to make a template of."""


class IncompatibleTemplate(ValueError):
    """The bytes are no template of this version: another version's, damaged, or none at all."""
