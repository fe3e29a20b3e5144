"""Shapes of dogs on the wire."""

from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.problems import CODES
from core.responses import public_url
from dogs.breeds import BREEDS
from dogs.models import NOSE_PHOTOS, Dog, NosePhoto, Sex

OLDEST = 40  # years; the oldest dog on record did not reach 30


def validate_birth_year(year: int) -> None:
    this_year = date.today().year
    if not this_year - OLDEST <= year <= this_year:
        raise serializers.ValidationError(CODES["birth_year"].english, code="birth_year")


class DogFields(serializers.Serializer):
    """What an owner says of a dog. With `partial=True`: what changes."""

    name = serializers.CharField(max_length=50)
    breed = serializers.ChoiceField([(breed.code, breed.english) for breed in BREEDS.values()])
    birth_year = serializers.IntegerField(required=False, allow_null=True, validators=[validate_birth_year])
    sex = serializers.ChoiceField(Sex.choices)
    neutered = serializers.BooleanField(required=False, allow_null=True)
    coat_colour = serializers.CharField(required=False, allow_blank=True, max_length=50)
    marks = serializers.CharField(required=False, allow_blank=True, max_length=500)
    animal_number = serializers.CharField(
        required=False,
        allow_blank=True,
        validators=[RegexValidator(r"\A[0-9]{15}\Z", CODES["animal_number"].english, code="animal_number")],
    )


class Registration(DogFields):
    nose_photos = serializers.ListField(child=serializers.FileField(), allow_empty=True, help_text="five")
    profile_photo = serializers.FileField()

    def validate_nose_photos(self, photos: list[Any]) -> list[Any]:
        if len(photos) != NOSE_PHOTOS:
            raise serializers.ValidationError(CODES["photo_count"].english, code="photo_count")
        return photos


class DogChange(DogFields):
    profile_photo = serializers.FileField(required=False)


class NosePhotoSerializer(serializers.ModelSerializer):
    class Meta:
        model = NosePhoto
        fields = ["index", "quality", "reasons"]


class DogSerializer(serializers.ModelSerializer):
    """A dog as its owner sees it."""

    number = serializers.CharField(source="formatted_number", allow_null=True)
    animal_number = serializers.CharField(source="masked_animal_number", help_text="the last four digits")
    reachable = serializers.BooleanField(
        source="owner.email_verified", help_text="whether finders can write to me: not before my e-mail is verified"
    )
    photo_url = serializers.SerializerMethodField()
    nose_photos = NosePhotoSerializer(many=True)

    class Meta:
        model = Dog
        fields = [
            "id", "state", "rejection", "number", "name", "breed", "birth_year", "sex", "neutered", "coat_colour",
            "marks", "animal_number", "reachable", "photo_url", "nose_photos", "created_at", "registered_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_photo_url(self, dog: Dog) -> str | None:
        return public_url(reverse("dog-photo", args=[dog.id])) if dog.profile_photo_id else None


class MaskedDogSerializer(serializers.Serializer):
    """A dog as anybody sees it who holds its number."""

    number = serializers.CharField(source="formatted_number")
    name = serializers.CharField()
    breed = serializers.CharField()
    owner = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_owner(self, dog: Dog) -> dict[str, str]:
        return {"display": dog.owner.masked_alias}


class BreedSerializer(serializers.Serializer):
    code = serializers.CharField()
    english = serializers.CharField()
    korean = serializers.CharField()
