"""Shapes of templates on the wire."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.responses import public_url
from emojis.expressions import EXPRESSIONS, REASONS
from emojis.models import Emoji


def _of_each(name: str, make: Any) -> type[serializers.Serializer]:
    """A serializer with one field for each expression."""
    return type(name, (serializers.Serializer,), {expression: make() for expression in EXPRESSIONS})


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
