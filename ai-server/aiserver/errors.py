"""Why a job failed, in the words of the wire contract."""


class JobError(Exception):
    """A job ends as failed with `code`; the main server tries a retryable one again."""

    code: str
    retryable: bool


class PhotoMissing(JobError):
    """The main server does not have the photo (any more), or has another one under its id."""

    code = "photo_missing"
    retryable = False


class PhotoUnreadable(JobError):
    """The bytes are no JPEG, PNG or WebP picture within our limits."""

    code = "photo_unreadable"
    retryable = False


class MainServerUnavailable(JobError):
    code = "main_server_unavailable"
    retryable = True


class DatabaseUnavailable(JobError):
    code = "database_unavailable"
    retryable = True


class DogForgottenError(JobError):
    code = "dog_forgotten"
    retryable = False


class JobClosed(JobError):
    """The main server does not have the job open (any more): nobody waits for its result."""

    code = "job_closed"
    retryable = False


class InternalError(JobError):
    code = "internal_error"
    retryable = True
