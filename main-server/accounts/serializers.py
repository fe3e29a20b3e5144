"""Shapes of accounts on the wire."""

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from accounts.models import Language, User
from accounts.validators import (
    alias_normalise,
    email_normalise,
    validate_alias,
    validate_password,
    validate_phone,
)


class EmailField(serializers.EmailField):
    """An address in its one spelling."""

    def to_internal_value(self, data: Any) -> str:
        return email_normalise(super().to_internal_value(data))


class AliasField(serializers.CharField):
    """2 to 20 characters; composed before they are counted, as Hangul may arrive in parts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=2, max_length=20, **options)
        self.validators.append(validate_alias)

    def to_internal_value(self, data: Any) -> str:
        return alias_normalise(super().to_internal_value(data))


class PasswordField(serializers.CharField):
    """A password as it is shown to nobody; its rules only where a new one is chosen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(write_only=True, trim_whitespace=False, style={"input_type": "password"}, **options)


class AvailabilityQuery(serializers.Serializer):
    case = serializers.ChoiceField(["email", "alias"])
    value = serializers.CharField(max_length=254)

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        field = EmailField() if attrs["case"] == "email" else AliasField()
        try:
            return attrs | {"value": field.run_validation(attrs["value"])}
        except serializers.ValidationError as error:
            raise serializers.ValidationError({"value": error.detail}) from None


class Availability(serializers.Serializer):
    available = serializers.BooleanField()


class Preferences(serializers.Serializer):
    phone = serializers.CharField(required=False, allow_blank=True, validators=[validate_phone])
    language = serializers.ChoiceField(Language.choices, required=False)
    show_phone = serializers.BooleanField(required=False)
    show_email = serializers.BooleanField(required=False)


class SignUp(Preferences):
    email = EmailField(max_length=254)
    password = PasswordField(validators=[validate_password])
    alias = AliasField()
    terms_version = serializers.CharField(max_length=32, help_text="the version of the terms that is accepted")

    def validate_terms_version(self, version: str) -> str:
        if version != settings.TERMS_VERSION:
            raise serializers.ValidationError(f"The current version is {settings.TERMS_VERSION}.", "terms_outdated")
        return version


class Terms(serializers.Serializer):
    version = serializers.CharField(help_text="what sign-up has to accept as `terms_version`")


class ProfileChange(Preferences):
    alias = AliasField(required=False)
    password = PasswordField(required=False, validators=[validate_password])
    current_password = PasswordField(required=False, max_length=1024)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "password" in attrs and "current_password" not in attrs:
            raise serializers.ValidationError({"current_password": ErrorDetail("Needed.", "required")})
        return attrs


class Profile(serializers.ModelSerializer):
    email_verified = serializers.BooleanField(help_text="until it is, finders cannot reach this owner")

    class Meta:
        model = User
        fields = [
            "id",
            "email",
            "email_verified",
            "terms_version",
            "alias",
            "phone",
            "language",
            "show_phone",
            "show_email",
            "created_at",
        ]
        read_only_fields = fields  # so that none is described as one that may be left out


class LinkInput(serializers.Serializer):
    token = serializers.CharField(max_length=128, help_text="from the link in the mail")


class ResetRequest(serializers.Serializer):
    email = EmailField(max_length=254)


class ResetInput(LinkInput):
    password = PasswordField(validators=[validate_password])


class Credentials(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = PasswordField(max_length=1024)


class RefreshInput(serializers.Serializer):
    refresh = serializers.CharField(max_length=4096, required=False, help_text="left out in cookie mode")


class Tokens(serializers.Serializer):
    access = serializers.CharField()
    refresh = serializers.CharField(required=False, help_text="left out in cookie mode")
