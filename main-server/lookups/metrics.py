"""What is counted of lookups, and of what their finders write."""

from prometheus_client import Counter

from core.metrics import OTHER, Rejections, initialise
from core.quality import PHOTO_REASONS
from lookups.models import Lookup

KIND = "dog.lookup"
FAILED = "failed"
SENT, ANSWERED, REFUSED = "sent", "answered", "refused"

LOOKUPS = Counter("savepets_lookups", "What came of lookups, as finders are told.", ["outcome"])
CONTACTS = Counter("savepets_contacts", "Messages of finders to owners: sent, answered, refused by us.", ["outcome"])
REJECTIONS = Rejections(KIND, PHOTO_REASONS)

initialise(LOOKUPS, (*Lookup.Outcome.values, FAILED, OTHER))
initialise(CONTACTS, (SENT, ANSWERED, REFUSED))
