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
    is_staff = models.BooleanField(default=False, help_text="may use the pages of staff; given by `manage.py staff`")
    created_at = models.DateTimeField(db_default=Now())
    email_verified_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="letters that asked to verify the e-mail again")
    reminded_at = models.DateTimeField(null=True)
    terms_version = models.CharField(max_length=32, blank=True, help_text="accepted at sign-up")
    idempotency_key = models.CharField(max_length=128, null=True)
    idempotency_hash = models.CharField(max_length=64, null=True)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="accounts_email_unique"),
            models.UniqueConstraint(fields=["idempotency_key"], name="accounts_idempotency_key"),
            models.UniqueConstraint(Upper("alias"), name="accounts_alias_unique"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return f"user {self.id}"

    @property
    def email_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def masked_alias(self) -> str:
        """The first character and stars whose number says nothing of the alias: `K**`."""
        return f"{self.alias[0]}**"

    @property
    def phone_for_finders(self) -> str | None:
        return self.phone if self.phone and self.show_phone else None

    @property
    def email_for_finders(self) -> str | None:
        return self.email if self.show_email and self.email_verified else None


class Session(models.Model):
    """
    One log-in and the family of refresh tokens that came of it.

    The row is the session: without it no token of the family is good for anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(help_text="when its youngest refresh token expires")

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="accounts_session_expiry")]

    def __str__(self) -> str:
        return f"session {self.id}"


class SessionToken(models.Model):
    """
    A refresh token by its `jti`: not spent, or spent so recently that the same successor is given again.

    The token itself is not kept: it is signed anew from the jti and the time of issue, which gives the same text.
    """

    jti = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="tokens")
    issued_at = models.DateTimeField(db_default=Now())
    spent_at = models.DateTimeField(null=True)
    successor = models.OneToOneField("self", models.SET_NULL, null=True, related_name="predecessor")

    def __str__(self) -> str:
        return f"refresh token {self.jti}"


class MailedToken(models.Model):
    """The secret of a link that was mailed, as a digest. It works once: whoever uses it deletes it."""

    class Purpose(models.TextChoices):
        VERIFY = "verify"
        RESET = "reset"

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=6, choices=Purpose)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="accounts_mailed_expiry")]

    def __str__(self) -> str:
        return f"{self.purpose} token of user {self.user_id}"
