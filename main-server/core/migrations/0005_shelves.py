from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_photo_content_type")]

    operations = [
        migrations.AddField(
            model_name=name, name="shelf", field=models.CharField(db_default="photos", default="photos", max_length=16)
        )
        for name in ("photo", "filedeletion")
    ]
