import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0003_save_remembers_who"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_links",
                        to="consultations.answer",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer_links", to="documents.theme"
                    ),
                ),
            ],
            options={
                "verbose_name": "thema van een antwoord",
                "verbose_name_plural": "thema's van antwoorden",
                "ordering": ["theme__name"],
                "constraints": [models.UniqueConstraint(fields=("answer", "theme"), name="answer_theme_once")],
            },
        ),
    ]
