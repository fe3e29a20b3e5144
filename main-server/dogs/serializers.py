"""Shapes of dogs on the wire."""

from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.fields import UploadField
from core.problems import CODES
from core.quality import NOSE_PHOTO_REASONS
from core.responses import public_url
from dogs.breeds import BREEDS
from dogs.models import NOSE_PHOTOS, Dog, Sex
from dogs.services import OUTCOMES, REGISTER
from jobs.serializers import TaskSerializer, kind_field

BREED_CHOICES = [(breed.code, breed.english) for breed in BREEDS.values()]
OLDEST = 40  # years; the oldest dog on record did not reach 30


def validate_birth_year(year: int) -> None:
    this_year = date.today().year
    if not this_year - OLDEST <= year <= this_year:
        raise serializers.ValidationError(CODES["birth_year"].english, code="birth_year")


class DogFields(serializers.Serializer):
    """What an owner says of a dog. With `partial=True`: what changes."""

    name = serializers.CharField(max_length=50)
    breed = serializers.ChoiceField(BREED_CHOICES)
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
    nose_photos = serializers.ListField(child=UploadField(), allow_empty=True, help_text="five")
    profile_photo = UploadField()

    def validate_nose_photos(self, photos: list[Any]) -> list[Any]:
        if len(photos) != NOSE_PHOTOS:
            raise serializers.ValidationError(CODES["photo_count"].english, code="photo_count")
        return photos


class DogChange(DogFields):
    profile_photo = UploadField(required=False)


class NosePhotoSerializer(serializers.Serializer):
    index = serializers.IntegerField(min_value=0, max_value=NOSE_PHOTOS - 1, help_text="in the order as sent")
    quality = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=100, help_text="null until it was looked at"
    )
    reasons = serializers.ListField(child=serializers.ChoiceField(NOSE_PHOTO_REASONS), help_text="empty: good enough")


class JudgedNosePhotoSerializer(NosePhotoSerializer):
    quality = serializers.IntegerField(min_value=0, max_value=100)


class RegistrationResult(serializers.Serializer):
    dog_id = serializers.UUIDField()
    number = serializers.CharField(required=False, help_text="of a dog that is `registered`")
    photos = JudgedNosePhotoSerializer(many=True, required=False, help_text="of a dog that is `rejected`")


class RegistrationTask(TaskSerializer):
    """The registration of a dog."""

    kind = kind_field(REGISTER)
    outcome = serializers.ChoiceField(OUTCOMES, allow_null=True, help_text="once it has succeeded")
    result = RegistrationResult(allow_null=True, help_text="once it has succeeded")


class DogSerializer(serializers.ModelSerializer):
    """A dog as its owner sees it."""

    number = serializers.CharField(source="formatted_number", allow_null=True)
    breed = serializers.ChoiceField(BREED_CHOICES)
    rejection = serializers.ChoiceField(Dog.Rejection.choices, allow_blank=True, help_text="empty unless `rejected`")
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
        read_only_fields = fields  # so that none is described as one that may be left out

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_photo_url(self, dog: Dog) -> str | None:
        return public_url(reverse("dog-photo", args=[dog.id])) if dog.profile_photo_id else None


class MaskedOwnerSerializer(serializers.Serializer):
    display = serializers.CharField(source="masked_alias", help_text="masked: `K**`")


class MaskedDogSerializer(serializers.Serializer):
    """A dog as anybody sees it who holds its number."""

    number = serializers.CharField(source="formatted_number")
    name = serializers.CharField()
    breed = serializers.ChoiceField(BREED_CHOICES)
    owner = MaskedOwnerSerializer()


class BreedSerializer(serializers.Serializer):
    code = serializers.ChoiceField(BREED_CHOICES)
    english = serializers.CharField()
    korean = serializers.CharField()
