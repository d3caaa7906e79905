import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0008_technical_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=100, verbose_name="naam")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="gemaakt op"
                    ),
                ),
            ],
            options={
                "verbose_name": "leeslijst",
                "verbose_name_plural": "leeslijsten",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReadingListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="toegevoegd op"
                    ),
                ),
            ],
            options={
                "verbose_name": "regel van een leeslijst",
                "verbose_name_plural": "regels van leeslijsten",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="readinglist",
            name="mandate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reading_lists", to="organisations.mandate"
            ),
        ),
        migrations.AddField(
            model_name="readinglistentry",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consultations.answer"
            ),
        ),
        migrations.AddField(
            model_name="readinglistentry",
            name="reading_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="consultations.readinglist"
            ),
        ),
        migrations.AddField(
            model_name="readinglist",
            name="answers",
            field=models.ManyToManyField(
                related_name="reading_lists", through="consultations.ReadingListEntry", to="consultations.answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="readinglistentry",
            constraint=models.UniqueConstraint(fields=("reading_list", "answer"), name="reading_list_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="readinglist",
            constraint=models.UniqueConstraint(fields=("mandate", "title"), name="reading_list_title_once"),
        ),
        migrations.AddConstraint(
            model_name="readinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="reading_list_has_a_title"
            ),
        ),
    ]
