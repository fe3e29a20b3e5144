"""How a task looks on the wire, and in the API's description."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from core.problems import TASK_ERROR_CODE
from jobs.registry import described_tasks

STATES = ("queued", "running", "succeeded", "failed")


class TaskErrorSerializer(serializers.Serializer):
    code = serializers.ChoiceField(TASK_ERROR_CODE, help_text="stable, for programs")
    title = serializers.CharField(help_text="for people, in Korean or English")


class TaskSerializer(serializers.Serializer):
    """Of any kind. An app describes its own by a subclass with its kind, outcomes and result."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject_id = serializers.UUIDField(help_text="the dog, lookup, emoji or cover that it is about")
    state = serializers.ChoiceField(STATES)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    position = serializers.IntegerField(
        allow_null=True, help_text="place in the queue, from 1 to 1000 (or more), while queued"
    )
    outcome = serializers.CharField(allow_null=True, help_text="once it has succeeded")
    result = serializers.DictField(allow_null=True, help_text="once it has succeeded")
    error = TaskErrorSerializer(allow_null=True, help_text="once it has failed")


def kind_field(kind: str) -> serializers.CharField:
    """The one kind that the tasks of a subclass have."""

    @extend_schema_field({"type": "string", "const": kind})
    class KindField(serializers.CharField):
        pass

    return KindField()


def task_of_any_kind() -> Any:
    """For the description of what answers with tasks of every kind."""
    return PolymorphicProxySerializer("Task", described_tasks, resource_type_field_name="kind")
