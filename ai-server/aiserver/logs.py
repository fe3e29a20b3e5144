"""One JSON object a line, with the ids of the job in hand. Only the fields named here are written, and no personal
data: a job's payload is never logged."""

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from aiserver import context

FIELDS = ("trace_id", "span_id", "job_id", "kind", "attempt", "outcome", "code", "seconds")
CHATTY = ("celery.app.trace", "celery.worker.request", "celery.worker.strategy", "waitress.queue")
# PostgreSQL quotes the row at fault: "DETAIL:  Key (photo_id, version)=(...) already exists."
_DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_celery_fields(record),
            **context.fields(),
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)},
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = _DETAIL.sub(r"\1: (left out)", "".join(traceback.format_exception(record.exc_info[1])))
        return json.dumps(line, default=str, ensure_ascii=False)


def set_up() -> None:
    """All that this process and its libraries say goes to standard error; what they say of each job we say ourselves,
    once."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.captureWarnings(True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _celery_fields(record: logging.LogRecord) -> context.Fields:
    """Celery names the task of some of its lines, also in threads that have none in hand; a task's id is its job's."""
    data = getattr(record, "data", None)
    return {"job_id": data["id"]} if isinstance(data, Mapping) and "id" in data else {}
