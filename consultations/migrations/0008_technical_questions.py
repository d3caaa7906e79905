import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import ros_portal.kit.states


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0007_texts_are_cosigned"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="TechnicalQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(verbose_name="vraag")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="gesteld op"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="antwoord uiterlijk op")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "gesteld"),
                            ("passed_on", "doorgegeven aan het programmateam"),
                            ("answered", "beantwoord"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("passed_on_at", models.DateTimeField(blank=True, null=True, verbose_name="doorgegeven op")),
                ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op")),
                ("answered_by", models.CharField(blank=True, max_length=250, verbose_name="beantwoord door")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="gepubliceerd op")),
                (
                    "refusal_reason",
                    models.TextField(blank=True, verbose_name="waarom het antwoord niet voor iedereen is"),
                ),
            ],
            options={
                "verbose_name": "technische vraag",
                "verbose_name_plural": "technische vragen",
                "ordering": ["-asked_at", "-pk"],
            },
            bases=(ros_portal.kit.states.Stateful, models.Model),
        ),
        migrations.AddField(
            model_name="technicalquestion",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="technical_questions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="technicalquestion",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="technical_questions",
                to="organisations.council",
            ),
        ),
        migrations.AddField(
            model_name="technicalquestion",
            name="paragraph",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="technical_questions",
                to="documents.paragraph",
            ),
        ),
        migrations.AddField(
            model_name="technicalquestion",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="technical_questions",
                to="consultations.consultationround",
            ),
        ),
        migrations.AddIndex(
            model_name="technicalquestion",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["text"], name="technical_question_alike", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="technicalquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="technical_question_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="technicalquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "passed_on"), _negated=True), ("passed_on_at__isnull", False), _connector="OR"
                ),
                name="technical_question_passed_on_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="technicalquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", False),
                        ("status", "answered"),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(
                            models.Q(("published_at__isnull", False), ("refusal_reason", "")),
                            models.Q(("published_at", None), models.Q(("refusal_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("status", "answered"), _negated=True),
                        ("answer", ""),
                        ("answered_at", None),
                        ("published_at", None),
                        ("refusal_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="technical_question_answer_is_for_all_unless_refused",
            ),
        ),
    ]
