import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0004_councils_plan_their_own_track"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="answer",
            options={
                "ordering": ["version", "question__position", "paragraph__version", "paragraph__position"],
                "verbose_name": "antwoord",
                "verbose_name_plural": "antwoorden",
            },
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_once_per_question",
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_says_something",
        ),
        migrations.AddField(
            model_name="answer",
            name="paragraph",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="documents.paragraph",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="value",
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=15, null=True, verbose_name="waarde"),
        ),
        migrations.AddField(
            model_name="question",
            name="format",
            field=models.CharField(
                choices=[
                    ("text", "open tekst"),
                    ("scale", "schaal van vijf"),
                    ("choice", "keuze uit een lijst"),
                    ("number", "getal"),
                    ("paragraphs", "opmerkingen bij alinea's"),
                ],
                default="text",
                max_length=12,
                verbose_name="manier van antwoorden",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="options",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=150), blank=True, default=list, size=None, verbose_name="keuzes"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="unit",
            field=models.CharField(blank=True, max_length=30, verbose_name="eenheid"),
        ),
        migrations.AlterField(
            model_name="answer",
            name="text",
            field=models.TextField(blank=True, verbose_name="antwoord"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("text", config="dutch"), name="answer_search"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("version", "question", "paragraph"), name="answer_once_per_question", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("value__isnull", False), _connector="OR"),
                name="answer_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("format", "paragraphs")),
                fields=("round",),
                name="question_about_paragraphs_once_per_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("format", "choice"), ("options__len__gte", 2)),
                    models.Q(models.Q(("format", "choice"), _negated=True), ("options__len", 0)),
                    _connector="OR",
                ),
                name="question_options_go_with_a_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", ""), ("format", "number"), _connector="OR"),
                name="question_unit_goes_with_a_number",
            ),
        ),
    ]
