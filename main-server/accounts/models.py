"""The people: owners, and finders who have an account."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now, Upper


class Language(models.TextChoices):
    KOREAN = "ko"
    ENGLISH = "en"


class User(AbstractBaseUser):
    """
    Logs in by e-mail, is known to others by an alias, and that only masked.

    The e-mail is stored in lower case; the alias as typed, in Unicode normal form C, unique without regard to case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    last_login = None  # not needed, so not kept
    email = models.EmailField()
    alias = models.CharField(max_length=20)
    phone = models.CharField(max_length=16, blank=True, help_text="E.164")
    language = models.CharField(max_length=2, choices=Language, default=Language.KOREAN)
    show_phone = models.BooleanField(default=False, help_text="finders of a matched dog see the phone number")
    show_email = models.BooleanField(default=False, help_text="finders of a matched dog see the e-mail address")
    created_at = models.DateTimeField(db_default=Now())

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="accounts_email_unique"),
            models.UniqueConstraint(Upper("alias"), name="accounts_alias_unique"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return f"user {self.id}"

    @property
    def masked_alias(self) -> str:
        """The first character and stars whose number says nothing of the alias: `K**`."""
        return f"{self.alias[0]}**"

    @property
    def phone_for_finders(self) -> str | None:
        return self.phone if self.phone and self.show_phone else None

    @property
    def email_for_finders(self) -> str | None:
        return self.email if self.show_email else None
