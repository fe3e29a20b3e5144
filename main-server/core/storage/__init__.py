"""
Where files are kept, behind Django's storage API: on a disk (core.storage.disk) or in a bucket (core.storage.bucket).

`settings.STORAGES` chooses; who keeps files (core.photos) uses `default_storage` and knows neither. Both store a file
as a whole or not at all, and raise FileNotFoundError for one that is not there and StorageUnavailable for all else.
"""


class StorageUnavailable(Exception):
    """The storage does not answer, or refuses. What was to be written may have been."""
