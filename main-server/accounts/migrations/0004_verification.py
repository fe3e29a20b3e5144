import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailedToken",
            fields=[
                ("digest", models.CharField(help_text="SHA-256", max_length=64, primary_key=True, serialize=False)),
                ("purpose", models.CharField(choices=[("verify", "Verify"), ("reset", "Reset")], max_length=6)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="email_verified_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="idempotency_hash",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="idempotency_key",
            field=models.CharField(max_length=128, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="reminders",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="letters that asked to verify the e-mail again"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="terms_version",
            field=models.CharField(blank=True, help_text="accepted at sign-up", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(fields=("idempotency_key",), name="accounts_idempotency_key"),
        ),
        migrations.AddField(
            model_name="mailedtoken",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="mailedtoken",
            index=models.Index(fields=["expires_at"], name="accounts_mailed_expiry"),
        ),
    ]
