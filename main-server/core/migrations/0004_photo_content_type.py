from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_rate_count")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="content_type",
            field=models.CharField(db_default="image/jpeg", default="image/jpeg", max_length=16),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("content_type__in", ("image/jpeg", "image/png"))), name="core_photo_content_type"
            ),
        ),
        migrations.AddField(
            model_name="filedeletion",
            name="content_type",
            field=models.CharField(db_default="image/jpeg", default="image/jpeg", max_length=16),
        ),
    ]
