from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_synonyms_and_search"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="synonyms",
            constraint=models.UniqueConstraint(fields=("terms",), name="synonyms_once"),
        ),
    ]
