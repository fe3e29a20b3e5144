from django.db import migrations

# Until now only the photos of dogs that were rejected for them had an end.
SET = """
UPDATE dogs_dog SET photos_until = now() + interval '1 day'
WHERE state = 'rejected' AND rejection <> 'photos' AND photos_until IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("dogs", "0002_rejected_photos")]

    operations = [migrations.RunSQL(SET, migrations.RunSQL.noop)]
