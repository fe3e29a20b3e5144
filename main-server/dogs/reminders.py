"""Owners whom finders cannot reach are reminded that their e-mail address is not verified."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, Now

from accounts.links import verification_mail
from accounts.models import User
from dogs.models import Dog


@transaction.atomic
def reminders_sweep(limit: int = 50) -> int:
    """Remind those who have a registered dog: every REMINDER_DAYS, REMINDERS times. Returns how many."""
    late = Now() - timedelta(days=settings.REMINDER_DAYS)
    registered = Dog.objects.filter(owner=OuterRef("pk"), state=Dog.State.REGISTERED)
    due = User.objects.filter(Exists(registered), email_verified_at=None, reminders__lt=settings.REMINDERS).alias(
        last=Coalesce("reminded_at", "created_at")
    )
    due = due.filter(last__lt=late).order_by("last")
    users = list(due.select_for_update(skip_locked=True, of=["self"])[:limit])
    for user in users:
        verification_mail(user, template="verify_reminder")
        User.objects.filter(pk=user.pk).update(reminders=F("reminders") + 1, reminded_at=Now())
    return len(users)
