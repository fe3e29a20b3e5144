from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                models.F("kind"),
                models.F("finished_at"),
                condition=models.Q(("finished_at__isnull", False)),
                name="jobs_job_ended",
            ),
        ),
    ]
