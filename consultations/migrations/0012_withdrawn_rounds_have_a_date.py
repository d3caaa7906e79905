from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0011_rounds_are_withdrawn_by_an_office"),
    ]

    operations = [
        migrations.RunSQL(
            sql="UPDATE consultations_consultationround SET withdrawn_at = published_at, withdrawn_by = 'programmateam' WHERE status = 'withdrawn'",
            reverse_sql="",
        ),
    ]
