"""The queue: Django's admin, entered by those who decide and those who keep accounts, through the portal's own sign-in.

What waits for a decision is a list and a page that call the same acts as every other door. Everything else here is for
reading: records change only through acts, so nothing is added, changed or deleted in this site.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci import doors, grants
from raci.authority import Facts
from raci.models import Activity, Holding, Matrix, Person, Post, Record, Role, Submission, Unit
from raci.queries.waiting import decisions_waiting
from raci.refusals import Refused

# What Django's site offers besides lists and pages; passwords are changed where people sign in, as acts.
LEFT_OUT = ("password_change", "password_change_done", "logout", "jsi18n", "view_on_site", "autocomplete")


class QueueSite(admin.AdminSite):
    """The admin for those who hold or were delegated an A, and for those who keep accounts."""

    site_title = _("Queue")
    site_header = _("Queue")
    index_title = _("Queue")
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether they may come in at all."""
        if not request.user.is_authenticated:
            return False
        facts = doors.facts(request)
        return facts.decides or facts.keeps_accounts

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """The portal's door before Django's own."""
        inner = super().admin_view(view, cacheable)

        @doors.signed_in
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise Refused(
                    gettext("The queue is for those who decide: it takes an A in the matrix, held or delegated.")
                )
            answer: HttpResponseBase = inner(request, *args, **kwargs)
            return answer

        return door

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ARG002
        """There is one sign-in; whoever is signed in has no use for it."""
        return self.admin_view(self.index)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """What waits for a decision stands first."""
        waiting = decisions_waiting(doors.facts(request)) if doors.facts(request).decides else None
        return super().index(request, {"waiting": waiting, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's, without what the portal does elsewhere."""
        found: list[Any] = super().get_urls()
        return [one for one in found if getattr(one, "name", None) not in LEFT_OUT]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:  # noqa: ARG002
        """Without the list of models on every page."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "has_permission": True,
            "available_apps": [],
            "is_popup": False,
        }


queue = QueueSite(name="admin")


if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin  # takes a type only in the stubs


class ReadOnly(AnyAdmin):
    """A model as reference: found, looked at, never written. Denies by default."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def may_read(self, facts: Facts) -> bool:
        """Whether the person may look at these rows."""
        return facts.decides or facts.keeps_accounts

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the model stands in the list."""
        return request.user.is_authenticated and self.may_read(doors.facts(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Whether they may look."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never here: records change through acts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Never, anywhere."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list and the page alone."""
        wanted = {f"{self.opts.app_label}_{self.opts.model_name}_{page}" for page in ("changelist", "change")}
        return [one for one in super().get_urls() if one.name in wanted]


def yes_or_no(name: str, title: Any) -> Callable[..., str]:
    """A column for a boolean in words: Django's red cross would make an alarm of a plain no."""

    @admin.display(description=title, ordering=name)
    def words(_admin: ReadOnly, row: Model) -> str:
        return gettext("yes") if getattr(row, name) else gettext("no")

    return words


class QueueAdmin(ReadOnly):
    """What waits for this person's decision, and the page where it is decided."""

    list_display = ("title", "version", "unit", "submitted", "since", "answers")
    list_display_links = None
    search_fields = ("case__record__title", "case__record__scope__unit__name", "submitted_as")
    ordering = ("submitted_at", "pk")

    def may_read(self, facts: Facts) -> bool:
        """Whoever decides anything."""
        return facts.decides

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Exactly what Home's list says waits for a decision."""
        return decisions_waiting(doors.facts(request))

    def get_urls(self) -> list[URLPattern]:
        """The list, and the decision's page behind a door of its own (it says why somebody may not decide)."""
        from raci.views.deciding import submission_decide

        listing = [one for one in super().get_urls() if str(one.name).endswith("changelist")]
        return [*listing, path("<int:pk>/decide/", submission_decide, name="raci_submission_decide")]

    @admin.display(description=_("Record"), ordering="case__record__title")
    def title(self, submission: Submission) -> SafeString:
        """The title, which leads to the decision."""
        url = reverse("admin:raci_submission_decide", args=[submission.pk])
        return format_html('<a class="usa-link" href="{}">{}</a>', url, submission.case.record.title)

    @admin.display(description=_("Text"))
    def version(self, submission: Submission) -> str:
        """Which text waits."""
        return str(submission.text)

    @admin.display(description=_("Unit"), ordering="case__record__scope__unit__name")
    def unit(self, submission: Submission) -> str:
        """Whose record it is."""
        return str(submission.case.record.scope.unit)

    @admin.display(description=_("Submitted by"), ordering="submitted_as")
    def submitted(self, submission: Submission) -> str:
        """Who handed it in, and as what."""
        return f"{submission.submitted_by}, {submission.submitted_as}"

    @admin.display(description=_("Since"), ordering="submitted_at")
    def since(self, submission: Submission) -> Any:
        """Since when it waits."""
        return submission.submitted_at

    @admin.display(description=_("Answers"))
    def answers(self, submission: Any) -> str:
        """How many of those asked answered, and the objections."""
        line = gettext("%(answered)s of %(asked)s") % {"answered": submission.answered, "asked": submission.asked}
        if submission.objections:
            line += " · " + gettext("objections: %(n)s") % {"n": submission.objections}
        return line


class UnitAdmin(ReadOnly):
    """The city's tree."""

    list_display = ("name", "kind", "parent")
    list_select_related = ("parent",)
    list_filter = ("kind",)
    search_fields = ("name", "code")
    ordering = ("path",)
    fields = ("name", "kind", "parent", "code")


class RoleAdmin(ReadOnly):
    """The roles, with and without a column in the matrix."""

    list_display = ("name", "code", "column", "reach")
    search_fields = ("name", "code")
    fields = ("name", "short_name", "code", "column", "reach", "reads", "counsel")
    readonly_fields = ("counsel",)
    counsel = yes_or_no("is_counsel", _("the city’s counsel"))


class PostAdmin(ReadOnly):
    """A role in a unit."""

    list_display = ("title", "role", "unit")
    list_select_related = ("role", "unit")
    list_filter = ("role",)
    search_fields = ("title", "unit__name")
    fields = ("title", "role", "unit", "code", "abolished_on")


class HoldingAdmin(ReadOnly):
    """Who holds what, from when to when."""

    list_display = ("person", "post", "begins_on", "ends_on", "is_acting", "state")
    list_select_related = ("person", "post")
    list_filter = ("state", "acting")
    search_fields = ("person__name", "post__title")
    fields = ("person", "post", "begins_on", "ends_on", "is_acting", "state", "proposed_by", "accepted_by", "ground")
    readonly_fields = ("is_acting",)
    is_acting = yes_or_no("acting", _("acting"))


class PersonAdmin(ReadOnly):
    """The people the portal knows."""

    list_display = ("name", "email", "active")
    search_fields = ("name", "email")
    list_filter = ("is_active",)
    fields = ("name", "email", "active", "service", "fictional")
    readonly_fields = ("active", "service", "fictional")
    active = yes_or_no("is_active", _("active"))
    service = yes_or_no("is_service", _("a program"))
    fictional = yes_or_no("is_fictional", _("made up"))


class MatrixAdmin(ReadOnly):
    """The versions of the matrix."""

    list_display = ("number", "title", "effective_on", "adopted_by")
    fields = ("number", "title", "source", "label", "adopted_by", "adopted_on", "effective_on", "published_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Matrix]:  # noqa: ARG002
        """Published ones: who reads a draft reads it on its own page."""
        return Matrix.objects.filter(effective_on__isnull=False)


class ActivityAdmin(ReadOnly):
    """The rows of the matrix."""

    list_display = ("code", "title", "category", "matrix")
    list_select_related = ("category", "matrix")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Activity]:  # noqa: ARG002
        """Of published versions."""
        return Activity.objects.filter(matrix__effective_on__isnull=False).order_by("matrix", "order")

    list_filter = ("matrix",)
    search_fields = ("code", "title")
    fields = ("matrix", "category", "code", "title")


class RecordAdmin(ReadOnly):
    """Governed records, as far as the person may see them."""

    list_display = ("title", "kind", "unit", "activity")
    list_filter = ("kind",)
    search_fields = ("title", "scope__unit__name")
    fields = ("title", "kind", "unit", "activity")
    readonly_fields = ("unit", "activity")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Record]:
        """Records with a case they may see."""
        seen = grants.visible(doors.facts(request)).values("record")
        return Record.objects.filter(pk__in=seen).select_related("scope__unit")

    @admin.display(description=_("Unit"), ordering="scope__unit__name")
    def unit(self, record: Record) -> str:
        """Whose it is."""
        return str(record.scope.unit)

    @admin.display(description=_("Activity"), ordering="scope__activity_code")
    def activity(self, record: Record) -> str:
        """By which row of the matrix it is governed."""
        return record.scope.activity_code


for _model, _admin in {
    Submission: QueueAdmin,
    Record: RecordAdmin,
    Unit: UnitAdmin,
    Role: RoleAdmin,
    Post: PostAdmin,
    Holding: HoldingAdmin,
    Person: PersonAdmin,
    Matrix: MatrixAdmin,
    Activity: ActivityAdmin,
}.items():
    queue.register(_model, _admin)
