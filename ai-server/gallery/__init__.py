"""Templates of registered dogs in PostgreSQL + pgvector: enrol, search, forget.

Derived data only: everything in here can be rebuilt from the photos of the main server.
"""

from gallery.database import Pool, open_pool
from gallery.gallery import Gallery
from gallery.migrations import SchemaOutdated, check_schema, migrate
from gallery.records import Candidate, Compare, DogForgotten, Print, Resemblance, SearchResult, Statistics, Verdict

__all__ = [
    "Candidate",
    "Compare",
    "DogForgotten",
    "Gallery",
    "Pool",
    "Print",
    "Resemblance",
    "SchemaOutdated",
    "SearchResult",
    "Statistics",
    "Verdict",
    "check_schema",
    "migrate",
    "open_pool",
]
