import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0004_answer_themes"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="feedback",
            trigger=pgtrigger.compiler.Trigger(
                name="deferred_to_a_later_meeting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."deferred_to_id" IS NOT NULL)',
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM consultations_routing routing\n        JOIN consultations_agendaitem item ON item.id = routing.item_id\n        JOIN consultations_meeting meeting ON meeting.id = item.meeting_id,\n        consultations_agendaitem later_item\n        JOIN consultations_meeting later_meeting ON later_meeting.id = later_item.meeting_id\n        WHERE routing.id = NEW.routing_id AND later_item.id = NEW.deferred_to_id\n        AND later_meeting.held_on > meeting.held_on\n    ) THEN\n        RAISE EXCEPTION 'an answer is deferred to an item of a later meeting';\n    END IF;\n    RETURN NEW;\n",
                    hash="3c2be3ce4020982c8a1e91ad8d130f7db97faf60",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_deferred_to_a_later_meeting_2bca7",
                    table="consultations_feedback",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routing",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_once_the_agenda_is_out",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM consultations_agendaitem item JOIN consultations_meeting meeting ON meeting.id = item.meeting_id\n        WHERE item.id = OLD.item_id AND meeting.status <> 'planned'\n    ) THEN\n        RAISE EXCEPTION 'what was on a published agenda stays on it';\n    END IF;\n    RETURN OLD;\n",
                    hash="ca54f2257b67bfb0ad7f81509625a9117c4959b7",
                    operation="DELETE",
                    pgid="pgtrigger_kept_once_the_agenda_is_out_44207",
                    table="consultations_routing",
                    when="BEFORE",
                ),
            ),
        ),
    ]
