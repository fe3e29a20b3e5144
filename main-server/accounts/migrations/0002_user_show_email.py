from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="show_email",
            field=models.BooleanField(default=False, help_text="finders of a matched dog see the e-mail address"),
        ),
    ]
