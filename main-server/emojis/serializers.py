"""Shapes of templates on the wire."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.fields import UploadField
from core.responses import public_url
from core.text import name_cleaned
from emojis.cutout import KIND, OUTCOMES, REASONS
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, Report
from jobs.serializers import TaskSerializer, kind_field

NAME_LENGTH = 40


class NameField(serializers.CharField):
    """A name as it will be shown."""

    LONGEST = 1000  # nobody cleans more

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        name = name_cleaned(text) if len(text) <= self.LONGEST else text
        if not name and not self.allow_blank:
            self.fail("blank")
        return name


def _of_each(
    name: str, make: Callable[[], serializers.Field], base: type[serializers.Serializer] = serializers.Serializer
) -> type[serializers.Serializer]:
    """A serializer with one field for each expression."""
    return type(name, (base,), {expression: make() for expression in EXPRESSIONS})


class _NamedForm(serializers.Serializer):
    name = NameField(max_length=NAME_LENGTH)


EmojiForm = _of_each("EmojiForm", UploadField, _NamedForm)
EmojiPictures = _of_each("EmojiPictures", serializers.URLField)
EmojiReasons = _of_each(
    "EmojiReasons", lambda: serializers.ListField(child=serializers.ChoiceField(REASONS), required=False)
)


class EmojiSerializer(serializers.ModelSerializer):
    """A template as the account sees it whose `request` stands in the context."""

    published = serializers.BooleanField(source="is_published")
    hidden = serializers.SerializerMethodField(help_text="by staff; nobody else sees it then")
    mine = serializers.SerializerMethodField()
    built_in = serializers.BooleanField(source="is_built_in")
    author = serializers.SerializerMethodField(help_text="masked: `K**`; null if it came with the system")
    pictures = serializers.SerializerMethodField(help_text="where they are, once they have been cut out")
    rejected = serializers.SerializerMethodField(help_text="of one that is `rejected`: the pictures at fault, and why")

    class Meta:
        model = Emoji
        fields = [
            "id", "name", "state", "published", "hidden", "mine", "built_in", "author", "created_at", "published_at",
            "pictures", "rejected",
        ]  # fmt: skip
        read_only_fields = fields

    def get_hidden(self, emoji: Emoji) -> bool:
        return emoji.hidden_at is not None

    def get_mine(self, emoji: Emoji) -> bool:
        return emoji.is_of(self.context["request"].user)

    def get_author(self, emoji: Emoji) -> str | None:
        return emoji.owner.masked_alias if emoji.owner is not None else None

    @extend_schema_field(EmojiPictures(allow_null=True))
    def get_pictures(self, emoji: Emoji) -> dict[str, str] | None:
        if emoji.state != Emoji.State.DRAFT:
            return None
        return {
            expression: public_url(reverse("emoji-picture", args=[emoji.id, expression])) for expression in EXPRESSIONS
        }

    @extend_schema_field(EmojiReasons(allow_null=True))
    def get_rejected(self, emoji: Emoji) -> dict[str, list[str]] | None:
        if emoji.state != Emoji.State.REJECTED:
            return None
        return {picture.expression: picture.reasons for picture in emoji.pictures.all() if picture.reasons}


class CutoutResult(serializers.Serializer):
    emoji_id = serializers.UUIDField()
    rejected = EmojiReasons(required=False, help_text="of one that is `rejected`: the pictures at fault, and why")


class CutoutTask(TaskSerializer):
    """The pictures of a template, whose background is removed."""

    kind = kind_field(KIND)
    outcome = serializers.ChoiceField(OUTCOMES, allow_null=True, help_text="once it has succeeded")
    result = CutoutResult(allow_null=True, help_text="once it has succeeded")


class EmojiReportForm(serializers.Serializer):
    reason = serializers.ChoiceField(Report.Reason.choices)
    text = serializers.CharField(required=False, allow_blank=True, max_length=500)


class GalleryQuery(serializers.Serializer):
    search = NameField(
        required=False, default="", allow_blank=True, max_length=NAME_LENGTH, help_text="a part of the name"
    )
    before = serializers.DateTimeField(
        required=False, default=None, help_text="only what was published until this moment; `next` has it"
    )


class GalleryPage(serializers.Serializer):
    count = serializers.IntegerField(help_text="on all pages")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EmojiSerializer(many=True)
