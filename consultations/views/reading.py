"""One's own reading lists; somebody else's do not exist, and nothing of what is read is kept anywhere else."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.reading import (
    change_reading_list,
    make_reading_list,
    remove_reading_list,
    rename_reading_list,
)
from consultations.forms.reading import KeepForm, ReadingListForm
from consultations.models import Answer, ReadingList
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict

from .overview import rows_of

PER_PAGE = 25
#: The largest key that the database knows; a larger one is of nothing.
LARGEST_KEY = 2**63 - 1


def own_list(request: PortalRequest, uuid: UUID) -> ReadingList:
    """The list, if it is one's own; else 404."""
    return get_object_or_404(ReadingList.objects.visible_to(request.actor), uuid=uuid)


def posted(request: PortalRequest) -> QueryDict | None:
    """What was typed; an empty POST is something typed too."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def reading_lists(request: PortalRequest) -> HttpResponse:
    """One's own lists by name, and a form for a new one."""
    policy.require(request.actor, Permission.MAKE_READING_LIST)
    form = ReadingListForm(posted(request), button="Maak een lijst")
    if request.method == "POST" and form.is_valid():
        return redirect(make_reading_list(request.actor, None, title=form.cleaned_data["title"]))
    own = ReadingList.objects.visible_to(request.actor).annotate(size=Count("entries"))
    page = Paginator(own.order_by("title", "pk"), PER_PAGE).get_page(request.GET.get("pagina"))
    status = 400 if form.errors else 200
    return render(request, "consultations/reading/lists.html", {"page": page, "form": form}, status=status)


@require_safe
def reading_list(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """What is on a list, in the order in which it was put there; nothing of words that one may not read any more."""
    found = own_list(request, uuid)
    page = Paginator(found.entries.values_list("answer_id", flat=True), PER_PAGE).get_page(request.GET.get("pagina"))
    keys = list(page)
    readable = Answer.objects.visible_to(request.actor).filter(pk__in=keys, version__frozen_at__isnull=False)
    kept = set(readable.values_list("pk", flat=True))
    shown = {row["answer"].pk: row for row in rows_of(request, [key for key in keys if key in kept])}
    context = {
        "list": found,
        "page": page,
        "rows": [{"key": key, **shown.get(key, {"answer": None})} for key in keys],
    }
    return render(request, "consultations/reading/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_answer(request: PortalRequest, pk: int) -> HttpResponse:
    """Put an answer that one may read on a list of one's own, or on a new one."""
    policy.require(request.actor, Permission.MAKE_READING_LIST)
    if pk > LARGEST_KEY:
        raise Http404
    readable = Answer.objects.visible_to(request.actor).filter(version__frozen_at__isnull=False)
    answer = get_object_or_404(readable.for_lists(), pk=pk)
    lists = ReadingList.objects.visible_to(request.actor)
    form = KeepForm(posted(request), lists=lists, initial={"reading_list": lists.first()})
    if request.method == "POST" and form.is_valid():
        return _keep(request, answer, form)
    status = 400 if form.errors else 200
    return render(request, "consultations/reading/keep.html", {"answer": answer, "form": form}, status=status)


def _keep(request: PortalRequest, answer: Answer, form: forms.Form) -> HttpResponse:
    chosen = form.cleaned_data["reading_list"]
    if chosen is None:
        chosen = make_reading_list(request.actor, None, title=form.cleaned_data["title"])
    kept_on = change_reading_list(request.actor, chosen, answer_id=answer.pk, belongs_on_it=True)
    messages.success(request, f"Het antwoord staat op “{kept_on}”.")
    return redirect(kept_on)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Give a list another name."""
    found = own_list(request, uuid)
    form = ReadingListForm(posted(request), initial={"title": found.title}, button="Naam bewaren")
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(rename_reading_list(request.actor, found, title=form.cleaned_data["title"]))
        except Conflict as conflict:
            form.add_error("title", conflict.sentence)
            status = 409
    elif form.errors:
        status = 400
    return render(request, "consultations/reading/rename.html", {"list": found, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Ask, and throw a list away."""
    found = own_list(request, uuid)
    if request.method == "POST":
        remove_reading_list(request.actor, found)
        messages.success(request, f"De lijst “{found}” is verwijderd.")
        return redirect("consultations:reading_lists")
    return render(request, "consultations/reading/remove.html", {"list": found})


@require_POST
def take_off(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Take one answer off a list; whether it was on it makes no difference."""
    found = own_list(request, uuid)
    key = request.POST.get("antwoord", "")
    if key.isdecimal() and int(key) <= LARGEST_KEY:
        change_reading_list(request.actor, found, answer_id=int(key), belongs_on_it=False)
        messages.success(request, f"Weggehaald van “{found}”.")
    return redirect(found)
