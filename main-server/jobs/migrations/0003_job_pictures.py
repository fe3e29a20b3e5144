import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_photo_content_type"), ("jobs", "0002_ended")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="subject_id",
            field=models.UUIDField(help_text="id of the dog, lookup, emoji or cover that the job is about"),
        ),
        migrations.CreateModel(
            name="JobPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="jobs.job"
                    ),
                ),
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.photo"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["job", "name"], name="jobs_picture_name")],
            },
        ),
    ]
