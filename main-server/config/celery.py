"""Entry point of the main worker: `celery -A config.celery worker`. It applies what the AI server reports."""

import logging
import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from jobs import topology

app = Celery("savepets")
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_heartbeat=20,
    broker_connection_retry=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_channel_error_retry=True,
    broker_transport_options={"connect_timeout": 5, "read_timeout": 15, "write_timeout": 15},
    task_queues=[topology.queue(topology.RESULTS_QUEUE)],
    task_create_missing_queues=False,
    task_default_queue=topology.RESULTS_QUEUE,
    task_default_exchange=topology.EXCHANGE,
    task_default_exchange_type="topic",
    task_default_routing_key=topology.RESULTS_ROUTE,
    task_serializer="json",
    accept_content=["json"],
    # Threads: applying a result is a short transaction that waits for the database, not for the processor, and a thread
    # cannot be lost without its process, as a forked child can.
    worker_pool="threads",
    worker_concurrency=4,
    worker_prefetch_multiplier=1,
    worker_consumer="jobs.consumer:ResultsConsumer",
    task_acks_late=True,
    # An unexpected exception is a reject into the dead letters, not an acknowledgement.
    task_acks_on_failure=False,
    task_acks_on_failure_or_timeout=False,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    enable_utc=True,
)
# Celery would open a database connection for each task; jobs.tasks lets go of old and of broken ones itself.
app.conf.update(CELERY_DB_REUSE_MAX=1_000_000)
app.steps["worker"].add("jobs.consumer:Observed")
app.autodiscover_tasks(["jobs"])


@setup_logging.connect
def _keep_logging(**_: object) -> None:
    """Django's LOGGING stays as it is, and warnings go there too."""
    logging.captureWarnings(True)
