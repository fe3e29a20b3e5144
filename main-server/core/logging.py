"""One JSON object a line. Only the fields named here are written, so that nothing personal slips in."""

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from core import context

FIELDS = (
    "method", "route", "status", "ms", "job_id", "kind", "attempt", "state", "code", "outcome", "worker", "queue",
    "count", "seconds",
)  # fmt: skip
# PostgreSQL quotes the row at fault: "DETAIL:  Key (email)=(...) already exists."
_DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": context.request_id.get(),
            **context.trace_fields(),
            **_celery_fields(record),
            **context.job.get(),
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)},
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = _DETAIL.sub(r"\1: (left out)", "".join(traceback.format_exception(record.exc_info[1])))
        return json.dumps({name: value for name, value in line.items() if value != ""}, default=str, ensure_ascii=False)


def _celery_fields(record: logging.LogRecord) -> dict[str, object]:
    """Celery names the task in some of its lines, also where none is in hand; a task's id is its job's."""
    data = getattr(record, "data", None)
    return {"job_id": data["id"]} if isinstance(data, Mapping) and "id" in data else {}
