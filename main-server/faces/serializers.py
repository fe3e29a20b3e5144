"""Shapes of covers on the wire. What is shown of one is made in faces.presentation."""

from typing import Any

from rest_framework import serializers

from core.fields import UploadField
from core.problems import language_of
from emojis.expressions import EXPRESSIONS
from emojis.serializers import EmojiSerializer
from faces.fields import FacesField, FacesTextField
from faces.models import Cover
from faces.presentation import cover_body
from faces.services import KIND
from jobs.serializers import STATES, TaskErrorSerializer, TaskSerializer, kind_field


class CoverInput(serializers.Serializer):
    photo = UploadField()
    emoji_id = serializers.UUIDField(help_text="the template: a public one, or a draft of one's own")
    faces = FacesTextField(required=False, allow_null=True, default=None)


class CoverAgainInput(serializers.Serializer):
    faces = FacesField(allow_null=True, help_text="all that are to be covered; null: find them anew")
    emoji_id = serializers.UUIDField(required=False, allow_null=True, help_text="another template")


ExpressionScores = type(
    "ExpressionScores",
    (serializers.Serializer,),
    {name: serializers.FloatField(min_value=0, max_value=1) for name in EXPRESSIONS},
)


class FaceOutput(serializers.Serializer):
    box = serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        help_text="x, y, width, height as fractions of the photo; may reach over its edges",
    )
    angle = serializers.FloatField(help_text="degrees, clockwise, of the line between the eyes")
    score = serializers.FloatField(
        allow_null=True, min_value=0, max_value=1, help_text="how sure it is a face; null for a box that was given"
    )
    expression = serializers.ChoiceField(EXPRESSIONS, help_text="whose emoji covers it")
    unsure = serializers.BooleanField(help_text="no expression stood out: neutral was taken")
    scores = ExpressionScores(
        allow_null=True, help_text="null for an expression that was given; deleted with the photo"
    )


class CoverEmoji(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class CoverTask(serializers.Serializer):
    """A photo that is being covered, or was. State and error are those of the latest job, all else of the last result;
    made in faces.presentation.cover_body."""

    id = serializers.UUIDField()
    task_id = serializers.UUIDField(help_text="the latest job, to wait for at tasks/{id}")
    state = serializers.ChoiceField(STATES)
    outcome = serializers.ChoiceField(
        Cover.Outcome.choices, allow_null=True, help_text="once it succeeded; `no_face`: look, then confirm"
    )
    error = TaskErrorSerializer(allow_null=True, help_text="once it has failed")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    emoji = CoverEmoji(allow_null=True, help_text="the template; null once it is deleted")
    faces = FaceOutput(many=True, allow_null=True)
    photo_url = serializers.URLField(allow_null=True, help_text="the original, for its owner; null once it is deleted")
    photo_until = serializers.DateTimeField(help_text="when the original is deleted")
    confirmed = serializers.BooleanField(help_text="of `no_face`: somebody looked, there really is none")
    picture_url = serializers.URLField(
        allow_null=True, help_text="the covered picture; of `no_face` null until it is confirmed"
    )

    def to_representation(self, cover: Cover) -> dict[str, Any]:
        language = language_of(self.context["request"])
        return cover_body(cover, language, scores=not self.context.get("without_scores", False))


class CoverJobResult(serializers.Serializer):
    cover_id = serializers.UUIDField()


class CoverJob(TaskSerializer):
    """The covering of a photo; what came of it is at faces/tasks/{cover_id}."""

    kind = kind_field(KIND)
    outcome = serializers.ChoiceField(Cover.Outcome.choices, allow_null=True, help_text="once it has succeeded")
    result = CoverJobResult(allow_null=True, help_text="once it has succeeded")


class DownloadQuery(serializers.Serializer):
    download = serializers.BooleanField(default=False, help_text="to be saved as a file instead of shown")


class RankingQuery(serializers.Serializer):
    page = serializers.IntegerField(default=1, min_value=1, max_value=1_000_000)


class RankedEmoji(serializers.Serializer):
    rank = serializers.IntegerField(min_value=1)
    emoji = EmojiSerializer()
    covers = serializers.IntegerField(min_value=1, help_text="pictures that were covered with it")


class Ranking(serializers.Serializer):
    """Templates by how many pictures were covered with them in the last seven days."""

    since = serializers.DateTimeField()
    top = RankedEmoji(many=True, help_text="the first three")
    count = serializers.IntegerField(help_text="of all that are ranked")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RankedEmoji(many=True, help_text="from the fourth on, eight a page")
