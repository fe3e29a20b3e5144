"""Label values that there are from the start, so that a series which is absent means a process that is down."""

from aiserver import messages
from aiserver.batcher import Priority
from aiserver.errors import JobError
from aiserver.problems import PROBLEMS

PHOTO = ("fetch", "decode", "locate", "quality", "features", "embed")
SEARCH = ("shortlist", "sketch", "prints", "verify")

STAGES: dict[str, tuple[str, ...]] = {
    messages.LookupPayload.kind: (*PHOTO, *SEARCH),
    messages.RegisterPayload.kind: (*PHOTO, "link", *SEARCH, "enrol"),
    messages.EnrolPayload.kind: (*PHOTO, "link", *SEARCH, "enrol"),
    messages.ForgetPayload.kind: ("forget",),
    messages.CoverPayload.kind: ("fetch", "decode", "find", "read", "cover", "encode", "upload"),
    messages.CutOutPayload.kind: ("fetch", "decode", "cut_out", "encode", "upload"),
}
SEARCH_OUTCOMES = ("match", "possible", "not_registered")
OUTCOMES: dict[str, tuple[str, ...]] = {
    messages.LookupPayload.kind: (*SEARCH_OUTCOMES, "rejected"),
    messages.RegisterPayload.kind: ("registered", "already_registered", "needs_review", "rejected"),
    messages.EnrolPayload.kind: ("registered", "already_registered", "rejected"),
    messages.ForgetPayload.kind: ("forgotten",),
    messages.CoverPayload.kind: ("covered", "no_face"),
    messages.CutOutPayload.kind: ("cut_out", "rejected"),
}
CODES = tuple(error.code for error in JobError.__subclasses__())
ANY_KIND, EXPIRED = "any", "expired"  # a message that is too old is not read
REASONS = ("no_nose", "too_small", "blurred", "too_dark", "too_bright", "glare", "turned_away", "unlinked_photo",
           "different_dog", "transparent", "nothing_left")  # fmt: skip
WORK = ("prints", "looks", "faces")
PRIORITIES = tuple(priority.name.lower() for priority in Priority)
QUALITY_STATUSES = tuple(str(status) for status in sorted({200} | {status for status, _, _ in PROBLEMS.values()}))
