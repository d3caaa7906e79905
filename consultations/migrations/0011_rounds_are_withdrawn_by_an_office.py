from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0010_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultationround",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op"),
        ),
        migrations.AddField(
            model_name="consultationround",
            name="withdrawn_by",
            field=models.CharField(blank=True, max_length=250, verbose_name="ingetrokken door"),
        ),
    ]
