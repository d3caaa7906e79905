"""One query and one template of 25 rows; one insert behind session and CSRF."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from .models import Entry


def entries(request: HttpRequest) -> HttpResponse:
    return render(request, "entries.html", {"entries": Entry.objects.order_by("-pk")[:25]})


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    Entry.objects.create(title=request.POST["title"], text=request.POST["text"])
    return redirect("entries")
