"""Pages of the look itself: the style guide, the choice of appearance, the page for the forbidden."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.ui import showcase
from tirek.ui.navigation import THEME_COOKIE, THEMES
from tirek.ui.pages import respond

YEAR = 365 * 24 * 60 * 60
JOB_STEPS = 4


@require_http_methods(["GET", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; the form may be sent to see its mistakes."""
    form = showcase.SampleForm(request.POST or None, request.FILES or None)
    context = {"form": form, "nav": "styleguide", **showcase.samples()}
    return respond(request, "ui/styleguide.html", context, part="sample_form")


@require_GET
def job(request: HttpRequest) -> HttpResponse:
    """Show a long job a step further each time it is asked, the way real jobs are watched."""
    asked = request.GET.get("step", "0")
    step = min(int(asked) + 1, JOB_STEPS) if asked.isdecimal() else 0
    context = {"step": step, "steps": JOB_STEPS, "is_over": step == JOB_STEPS}
    return respond(request, "ui/styleguide/job.html", context)


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the chosen appearance in this browser and come back to the page."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(back if is_ours else "/")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say in plain words that the page is not open to this person, with the policy's reason if it gave one."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)
