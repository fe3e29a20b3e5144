"""Shapes of lookups on the wire. What is shown of one is made in lookups.presentation."""

import math
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from core.fields import UploadField
from core.quality import PHOTO_REASONS
from core.text import line_cleaned, text_cleaned
from dogs.serializers import BREED_CHOICES
from jobs.serializers import TaskSerializer, kind_field
from lookups.models import Contact, Lookup
from lookups.presentation import lookup_body
from lookups.services import KIND

MESSAGE_LENGTH = 1000
BANDS = ("certain", "probable", "possible")


class DegreesField(serializers.FloatField):
    """Finite degrees, to a tenth of a metre."""

    def __init__(self, limit: int) -> None:
        super().__init__(required=False, min_value=-limit, max_value=limit)

    def to_internal_value(self, data: Any) -> float:
        degrees = super().to_internal_value(data)
        if not math.isfinite(degrees):
            self.fail("invalid")
        return round(degrees, 6)


class LookupInput(serializers.Serializer):
    nose_photo = UploadField()
    latitude = DegreesField(90)
    longitude = DegreesField(180)
    place = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="where, in words")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for given, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if given in attrs and other not in attrs:
                raise serializers.ValidationError({other: [ErrorDetail(f"Needed beside {given}.", "required")]})
        return attrs


class CleanedField(serializers.CharField):
    """What one stranger writes to another: plain text without links; `max_length` is that of what remains."""

    LONGEST = 10_000  # nobody cleans more

    def __init__(self, one_line: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._clean = line_cleaned if one_line else text_cleaned

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        return self._clean(text) if len(text) <= self.LONGEST else text

    def run_validation(self, data: Any = serializers.empty) -> Any:
        text = super().run_validation(data)
        if text == "" and not self.allow_blank:
            self.fail("blank")
        return text


class ContactInput(serializers.Serializer):
    message = CleanedField(max_length=MESSAGE_LENGTH)
    place = CleanedField(one_line=True, required=False, allow_blank=True, max_length=200, help_text="where, in words")
    reply_to = serializers.EmailField(
        required=False,
        allow_blank=True,
        max_length=254,
        help_text="where the answer is sent; not shown to the owner",
    )


class ContactOutput(serializers.Serializer):
    """As the finder sees it."""

    message = serializers.CharField()
    place = serializers.CharField()
    by_mail = serializers.SerializerMethodField(help_text="whether the answer is sent to reply_to")
    created_at = serializers.DateTimeField()
    answer = serializers.CharField(help_text="empty until then")
    answered_at = serializers.DateTimeField(allow_null=True)

    def get_by_mail(self, contact: Contact) -> bool:
        return bool(contact.reply_to)


class AnswerKey(serializers.Serializer):
    key = serializers.CharField(max_length=128, help_text="from the mail to the owner")


class AnswerInput(serializers.Serializer):
    message = CleanedField(max_length=MESSAGE_LENGTH)


class AnswerOutput(serializers.Serializer):
    """A contact as the owner sees it."""

    dog = serializers.CharField(source="dog.name")
    message = serializers.CharField()
    place = serializers.CharField()
    created_at = serializers.DateTimeField()
    answer = serializers.CharField(help_text="empty until then")
    answered_at = serializers.DateTimeField(allow_null=True)


class OwnerOutput(serializers.Serializer):
    display = serializers.CharField(help_text="masked: `K**`")
    reachable = serializers.BooleanField(help_text="whether a message would arrive: the owner's e-mail is verified")
    phone = serializers.CharField(allow_null=True, help_text="only if the owner opted in")
    email = serializers.EmailField(allow_null=True, help_text="only if the owner opted in")


class DogOutput(serializers.Serializer):
    number = serializers.CharField()
    name = serializers.CharField()
    breed = serializers.ChoiceField(BREED_CHOICES)
    photo_url = serializers.URLField()
    owner = OwnerOutput()


class EvidenceOutput(serializers.Serializer):
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4),
        help_text="x1, y1 on the photo at photo_url, x2, y2 on that at reference_url, as fractions",
    )
    photo_url = serializers.URLField()
    reference_url = serializers.URLField()


class PlaceOutput(serializers.Serializer):
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    text = serializers.CharField()


class PhotoOutput(serializers.Serializer):
    index = serializers.IntegerField(min_value=0, max_value=0)
    quality = serializers.IntegerField(min_value=0, max_value=100)
    reasons = serializers.ListField(child=serializers.ChoiceField(PHOTO_REASONS), help_text="empty: good enough")


class LookupResult(serializers.Serializer):
    """What was found; made in lookups.presentation.lookup_result."""

    lookup_id = serializers.UUIDField()
    band = serializers.ChoiceField(BANDS, allow_null=True, help_text="of a `match` or `possible`: how sure it is")
    dog = DogOutput(allow_null=True, help_text="at `match`")
    evidence = EvidenceOutput(allow_null=True, help_text="at `match`")
    photos = PhotoOutput(many=True, required=False, help_text="once it is answered: the one that was sent")


class LookupTask(TaskSerializer):
    """The search for a dog."""

    kind = kind_field(KIND)
    outcome = serializers.ChoiceField(Lookup.Outcome.choices, allow_null=True, help_text="once it has succeeded")
    result = LookupResult(allow_null=True, help_text="once it has succeeded")


class LookupOutput(LookupResult):
    """What was asked and what was found; made in lookups.presentation.lookup_body."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(Lookup.State.choices)
    outcome = serializers.ChoiceField(Lookup.Outcome.choices, allow_null=True, help_text="once it is answered")
    place = PlaceOutput(allow_null=True)
    photo_url = serializers.URLField(allow_null=True, help_text="null once a rejected photo was deleted")
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, lookup: Lookup) -> dict[str, Any]:
        return lookup_body(lookup)
