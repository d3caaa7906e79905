from django.urls import path

from .views import account, audit, invitations, members

app_name = "organisations"
urlpatterns = [
    path("mijn-gegevens/", account.account, name="account"),
    path("mandaat/", account.choose_mandate, name="choose_mandate"),
    path("leden/", members.members, name="members"),
    path("leden/<slug:party>/", members.members_of, name="members_of"),
    path("leden/<slug:party>/uitnodigen/", members.invite, name="invite"),
    path("leden/<slug:party>/functie/uitnodigen/", members.invite_to_office, name="invite_to_office"),
    path("uitnodigingen/<uuid:uuid>/intrekken/", members.withdraw, name="withdraw_invitation"),
    path("mandaten/<int:pk>/beeindigen/", members.end, name="end_mandate"),
    path("uitnodiging/<str:token>/", invitations.invitation, name="invitation"),
    path("beheer/handelingen/", audit.audit_record, name="audit_record"),
]
