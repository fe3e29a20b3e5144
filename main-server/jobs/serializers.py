"""How a task looks on the wire, and in the API's description."""

from rest_framework import serializers


class TaskErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="stable, for programs")
    title = serializers.CharField(help_text="for people, in Korean or English")


class TaskSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="`dog.register`, `dog.enrol`, `dog.lookup` or `dog.forget`")
    state = serializers.ChoiceField(["queued", "running", "succeeded", "failed"])
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    position = serializers.IntegerField(
        allow_null=True, help_text="place in the queue, from 1 to 1000 (or more), while queued"
    )
    outcome = serializers.CharField(allow_null=True, help_text="once it has succeeded, such as `registered` or `match`")
    result = serializers.DictField(
        allow_null=True, help_text="once it has succeeded; its fields go by kind and outcome"
    )
    error = TaskErrorSerializer(allow_null=True, help_text="once it has failed")
