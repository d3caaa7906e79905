from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0002_rounds_are_scheduled_extended_and_amended"),
    ]

    operations = [
        migrations.RunSQL(
            sql="UPDATE consultations_consultationround SET published_at = opens_at WHERE status IN ('published', 'withdrawn') AND published_at IS NULL",
            reverse_sql="",
        ),
    ]
