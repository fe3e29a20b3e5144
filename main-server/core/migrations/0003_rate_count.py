from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_mail")]

    operations = [
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["until"], name="core_rate_until")]},
        ),
    ]
