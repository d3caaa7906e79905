"""Reading pages for the administrator. Nothing is changed here: an action does that, and leaves its audit entry."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from .models import AuditEntry, Council, CouncilTerm, Fractie, Invitation, Mandate, Organisation, User
from .policies import is_administrator

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """A model that the administrator may look at."""

    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request.actor, None)  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "tier", "sits_in_boss", "valid_from", "valid_until"]
    list_filter = ["tier", "sits_in_boss"]
    search_fields = ["name", "code"]


@admin.register(Council)
class CouncilAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "organisation"]
    list_select_related = ["organisation"]


@admin.register(CouncilTerm)
class CouncilTermAdmin(ReadOnlyAdmin):
    list_display = ["council", "label", "starts_on", "ends_on", "seats"]
    list_select_related = ["council"]


@admin.register(Fractie)
class FractieAdmin(ReadOnlyAdmin):
    list_display = ["name", "term", "seats"]
    list_select_related = ["term__council"]
    search_fields = ["name"]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["name", "email", "is_active", "date_joined", "last_login"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "is_active", "date_joined", "last_login"]


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "organisation", "fractie", "starts_on", "ends_on"]
    list_select_related = ["user", "organisation", "fractie"]
    list_filter = ["role", "organisation"]
    search_fields = ["user__name", "user__email"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "role", "organisation", "created_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["organisation"]
    list_filter = ["role", "organisation"]
    search_fields = ["email", "name"]
    exclude = ["uuid"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "office", "permission", "target_type", "target_id"]
    list_filter = ["permission"]
    show_full_result_count = False
