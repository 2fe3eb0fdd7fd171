"""Every act that a browser can do, and its twin in the API; or why it has none. `manage.py api_twins` makes the table of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern

from equity_portal.api import PARTS

# An act of a page > the operations of the API that do it, each "METHOD name".
TWINS: dict[str, tuple[str, ...]] = {
    "plans:plan-create": ("POST plan-list",),
    "plans:plan-edit": ("PATCH plan-detail",),
    "plans:plan-opinion": ("PATCH plan-detail",),
    "plans:goal-create": ("POST goal-add",),
    "plans:goal-edit": ("PATCH goal-detail",),
    "plans:goal-remove": ("DELETE goal-detail",),
    "plans:outcome-create": ("POST outcome-add",),
    "plans:outcome-edit": ("PATCH outcome-detail",),
    "plans:outcome-remove": ("DELETE outcome-detail",),
    "plans:action-create": ("POST action-add",),
    "plans:action-edit": ("PATCH action-detail",),
    "plans:action-remove": ("DELETE action-detail",),
    "plans:action-status": ("PUT action-status",),
    "raci:case-open": ("POST record-open",),
    "raci:case-revise": ("POST record-revise",),
    "raci:case-submit": ("POST record-submit",),
    "raci:case-withdraw": ("POST record-withdraw",),
    "raci:case-next": ("POST record-next",),
    "raci:consultation-answer": ("POST consultation-answer", "POST consultation-stand"),
    "admin:raci_submission_decide": ("POST submission-decision",),
    "raci:case-voices": ("POST record-voices",),
    "raci:voice-give": ("POST voice-give",),
    "raci:directive-create": ("POST directive-add",),
    "raci:directive-edit": ("PUT directive-detail",),
    "raci:directive-accept": ("POST directive-accept",),
    "raci:directive-report": ("POST directive-report",),
    "raci:directive-close": ("POST directive-close", "POST directive-close-document"),
    "raci:objective-affirm": ("POST objective-affirm",),
    "raci:affirmation-take-back": ("POST affirmation-take-back",),
    "raci:recommendation-create": ("POST recommendation-list",),
    "raci:recommendation-answer": ("POST recommendation-answer",),
    "raci:recommendation-accept": ("POST recommendation-accept",),
    "raci:recommendation-return": ("POST recommendation-return",),
    "raci:recommendation-follow": ("POST recommendation-follow",),
    "raci:recommendation-close": ("POST recommendation-close",),
    "raci:condition-close": ("POST condition-close",),
    "raci:evidence": ("POST evidence-list",),
    "raci:evidence-remove": ("DELETE evidence-detail",),
    "raci:holding-begin": ("POST holding-add", "POST holding-add-document"),
    "raci:holding-accept": ("POST holding-accept",),
    "raci:holding-refuse": ("POST holding-refuse",),
    "raci:holding-end": ("POST holding-end",),
    "raci:delegations": ("POST delegation-list",),
    "raci:delegation-accept": ("POST delegation-accept",),
    "raci:delegation-end": ("POST delegation-end",),
    "raci:holding-hand-over": ("POST holding-hand-over",),
    "raci:post-describe": ("POST description-list",),
    "raci:post-retitle": ("PUT post-title",),
    "raci:post-compare": ("POST comparison-list",),
    "raci:comparison-remove": ("DELETE comparison-detail",),
    "raci:recruitment-open": ("POST recruitment-list",),
    "raci:recruitment-close": ("POST recruitment-close",),
    "raci:milestone-create": ("POST milestone-add",),
    "raci:milestone-edit": ("PUT milestone-detail",),
    "raci:milestone-remove": ("DELETE milestone-detail",),
    "raci:naming-create": ("POST naming-list",),
    "raci:naming-end": ("POST naming-end",),
    "raci:team-create": ("POST team-list",),
    "raci:team-change": ("PATCH team-detail",),
    "raci:charter-write": ("POST charter-list",),
    "raci:member-name": ("POST member-list",),
    "raci:membership-end": ("POST membership-end",),
    "raci:team-nominate": ("POST nomination-add",),
    "raci:nomination-accept": ("POST nomination-accept",),
    "raci:nomination-decline": ("POST nomination-decline",),
    "raci:nomination-withdraw": ("POST nomination-withdraw",),
    "raci:nomination-welcome": ("POST nomination-welcome",),
    "raci:nomination-return": ("POST nomination-return",),
    "raci:person-invite": ("POST person-list",),
    "raci:person-link": ("POST person-link",),
    "raci:person-disable": ("POST person-disable",),
    "raci:person-enable": ("POST person-enable",),
    "raci:person-factor": ("POST person-factor",),
    "raci:account-name": ("PATCH me",),
    "raci:account-notices": ("PUT me-notices",),
    "raci:inbox-read": ("POST inbox-read",),
    "raci:matrix-import": ("POST matrix-read",),
    "raci:matrix-import-check": ("POST matrix-read",),
    "raci:matrix-import-apply": ("POST matrix-draft-file",),
    "raci:history-export": ("POST history-export",),
    "raci:job-again": ("POST job-again",),
    "raci:job-cancel": ("POST job-cancel",),
    "raci:matrix-propose": ("POST proposal-add",),
    "raci:matrix-comment": ("POST proposal-comments",),
    "raci:matrix-cell": ("PUT proposal-cell", "PUT proposal-table", "PUT proposal-file"),
    "raci:matrix-facts": ("PATCH proposal-detail",),
    "raci:matrix-row": ("PATCH proposal-row",),
    "raci:matrix-row-add": ("POST proposal-row-add",),
    "raci:matrix-row-remove": ("DELETE proposal-row",),
    "raci:matrix-category-add": ("PUT proposal-category",),
    "raci:matrix-category": ("PUT proposal-category", "DELETE proposal-category"),
    "raci:meeting-create": ("POST meeting-add",),
    "raci:meeting-edit": ("PATCH meeting-detail",),
    "raci:meeting-cancel": ("POST meeting-cancel",),
    "raci:meeting-agenda": ("POST meeting-agenda",),
    "raci:meeting-attendance": ("PUT meeting-attendance",),
    "raci:meeting-close": ("POST meeting-close",),
    "raci:minutes-approve": ("POST minutes-approve",),
    "raci:agenda-item": ("PATCH agenda-item-detail", "DELETE agenda-item-detail", "POST agenda-item-move"),
    "raci:agenda-item-notes": ("PUT agenda-item-notes",),
    "raci:resolution-add": ("POST resolution-add",),
    "raci:resolution-withdraw": ("DELETE resolution-detail",),
    "raci:action-item-add": ("POST action-item-add",),
    "raci:action-item": ("POST action-item-close",),
    "raci:action-item-put-off": ("POST action-item-put-off",),
    "raci:review-hand-in": ("POST review-hand-in",),
    "raci:review-accept": ("POST review-accept",),
    "raci:review-return": ("POST review-return",),
    "raci:review-take-back": ("POST review-take-back",),
    "reports:print-request": ("POST print-add",),
}

SIGNING_IN = "signing in and how one signs in: a program brings a token instead"
SESSIONS = "where one is signed in: a program has no session"
BROWSER = "a browser's own: no act on a record"
SET_UP = "one's own city set up from files: `manage.py load_city`, before there is anybody to have a token"
LISTS = "a list judged row by row before it comes in: `manage.py import_units`, `import_people`"
QUEUE = "reads, whatever the method: Django's admin answers a POST to a list with the list, or refuses it"
FIGURES = "figures come in by files and are read on pages: `manage.py import_observations`; an API of figures is not there yet"
DUTIES = (
    "obligations, evidence, findings and their mending are kept on pages, by people who look; a program reads the lists"
)
TITLE_VI = (
    "an analysis is begun by people who answer for its counts; a program asks `manage.py check_law` and reads the lists"
)
SECTION3 = "hours come by `manage.py import_hours FILE`, the rest is entered by people with the papers; a program reads the lists"
LANGUAGES = "language access is kept on pages, by people who look at what they write; a program reads its lists"
BARRIERS = (
    "surveys come as files, by the page or `manage.py import_barriers`; programs read lists/barriers/, lists/facilities/ and"
    " lists/digital-assets/"
)
LAW = "what the law says is written by people on pages, with its citations before them; a program reads it in the lists"
COMPLAINTS = "restricted: what a complaint says is written and read on pages alone, each reading with its reason"
COORDINATORS = "named once in years, by hand; a program reads lists/coordinators/"
STANDARDS = (
    "standards and a bureau’s answers are written on pages; a program reads lists/standards/, and answers at reviews/"
)
PROGRESS = "a quarter is reported on by people on a page; a program reads lists/progress/, and answers at reviews/"
BRINGING = "a plan that exists is confirmed line by line by people, or comes by `manage.py import_plan`; programs begin at plans/"
REGISTERS = "registers are kept by people on pages; a program reads lists/listed-policies/ and the others"
BUDGETS = "a budget is reviewed by people on pages; a program reads lists/budget-review-lines/, and answers at reviews/"
GUIDED = "a plan’s questions are asked and answered by people on pages; a program reads the answers at plans/{id}/"
ASSESSING = "proposals are screened and assessed by people on pages; a program reads the lists, and answers at reviews/"
TIES = (
    "what an action is tied to is ticked on a page from what its writer may read; a program reads it with the action, "
    "`GET action-detail`, and with every action in force, lists/actions/"
)
INITIATIVES = "initiatives are written and reported on pages; a program reads lists/initiatives/"
PARTNERS = (
    "partners and contacts with them are kept on pages, by people who spoke to them; a program reads lists/partners/"
)
REPORTS = "a report is written and released by people on pages; a program reads lists/reports/"
ROUNDS = "what people said is put under themes by people on pages; a program reads lists/feedback-rounds/"
COMMENTS = "comments are read and answered by people on pages; a program reads lists/comment-rounds/"
BOARDS = "boards, seats and who sits on them are kept on pages, or come as rosters; a program reads lists/boards/ and the others"
APPLICATIONS = (
    "what applicants wrote is sealed and opened by people, on record; a program reads lists/board-applications/"
)
AUDITS_OF_BOARDS = (
    "an audit is written by people on pages; a program reads lists/board-audits/ and the published text as JSON"
)
VAULT = (
    "what members say of themselves is sealed: they and the custodian alone read it, on pages, and no program ever does"
)
GATE = "restricted to counsel and whom counsel admits: a programming interface would keep answers beside the seal"
TOKENS = "a token is made and taken back by its owner, with the password: no token makes another"

HELPING = "tools and questions are kept on pages, by people who look; a program reads none"
TRAINING = (
    "programmes and cohorts are kept on pages, by people who teach; a program hands in and accepts, `POST review-*`"
)

# Where an address takes POST and is none of the above, and why. What ends with * stands for all that begin so.
NO_TWIN: dict[str, str] = {
    "account_*": SIGNING_IN,
    "mfa_*": SIGNING_IN,
    "raci:session-*": SESSIONS,
    "raci:token-*": TOKENS,
    "raci:founding-*": SET_UP,
    "raci:import-*": LISTS,
    "raci:delegation-accept-several": "several in one go: a program accepts each, `POST delegation-accept`",
    "raci:typing-keep": BROWSER,
    "raci:calendar": "one's own secret address for calendar programs: a program with a token reads lists/meetings/",
    "raci:view-*": BROWSER,
    "raci:list-export": "a list to take away: a program reads the same rows by the same filters, page by page",
    "metrics:*": FIGURES,
    **dict.fromkeys(
        (f"compliance:{name}-*" for name in ("barrier", "facility", "photo", "comment", "survey", "digital")), BARRIERS
    ),
    **dict.fromkeys(
        (f"boards:{name}-*" for name in ("board", "seat", "appointment", "vacancy", "member", "meeting", "roster")),
        BOARDS,
    ),
    **dict.fromkeys(("plans:standard-*", "plans:clause-*", "plans:adoption-*"), STANDARDS),
    "plans:progress-*": PROGRESS,
    "plans:bring-*": BRINGING,
    "plans:initiative-*": INITIATIVES,
    "plans:budget-*": BUDGETS,
    "plans:register-*": REGISTERS,
    "plans:plan-turn": "what becomes of each action is said by people on a page; a program reads the next plan at plans/{id}/",
    **dict.fromkeys(("plans:template-*", "plans:section-*", "plans:remark-*", "plans:plan-write-take"), GUIDED),
    "plans:city-plan-create": "there is one in years; it is begun on a page, and a program reads and changes it as any plan",
    **dict.fromkeys(("plans:action-ties", "plans:goal-serves", "plans:measure-*"), TIES),
    "plans:annual-*": "a year is told by people on a page; a program reads lists/annual-reports/, and answers at reviews/",
    "plans:directive-act": "fills an action’s form from what it carries out; a program adds the action, `POST action-add`",
    "plans:recommendation-act": "the same, of a recommendation",
    "engagement:partner-*": PARTNERS,
    **dict.fromkeys(("plans:assessment-*", "plans:screening-*"), ASSESSING),
    "reports:report-*": REPORTS,
    "reports:edition-*": REPORTS,
    "reports:receipt-*": REPORTS,
    "engagement:round-*": ROUNDS,
    "engagement:we-did-*": ROUNDS,
    "engagement:comment-*": COMMENTS,
    "engagement:public-comment-*": "for people without an account",
    "boards:application-*": APPLICATIONS,
    "boards:public-a*": "for people without an account",
    "boards:audit-*": AUDITS_OF_BOARDS,
    "boards:about-you": "for people without an account, by their private link",
    "boards:custodian-*": VAULT,
    "boards:vault-*": VAULT,
    "compliance:obligation-*": DUTIES,
    "compliance:requirement-choose": DUTIES,
    "compliance:award-*": DUTIES,
    "compliance:effects-basis-say": DUTIES,
    "compliance:city-fact-say": DUTIES,
    "compliance:finding-*": DUTIES,
    "compliance:corrective-action-*": DUTIES,
    "compliance:language-*": LANGUAGES,
    "compliance:vital-document-*": LANGUAGES,
    "compliance:encounter-*": LANGUAGES,
    "compliance:section3-*": SECTION3,
    "compliance:transit-programme-*": TITLE_VI,
    "compliance:service-equity-*": TITLE_VI,
    "compliance:route-monitoring-*": TITLE_VI,
    "compliance:labor-hours-*": SECTION3,
    "compliance:pack-*": LAW,
    "compliance:requirement-*": LAW,
    "compliance:parameter-*": LAW,
    "compliance:check-*": "a question with nothing kept: `manage.py check_law`, which needs no database",
    "compliance:coordinator-*": COORDINATORS,
    "compliance:request-*": "a request for an interpreter or an accommodation is sealed: programs neither read nor write it",
    "compliance:gate-*": GATE,
    "compliance:run-*": GATE,
    "compliance:memo-*": GATE,
    "compliance:reader-*": GATE,
    "compliance:eeo4-*": GATE,
    "compliance:complaint-*": COMPLAINTS,
    "compliance:information-*": COMPLAINTS,
    "compliance:public-complaint*": "for people without an account",
    **dict.fromkeys(
        (
            f"engagement:{name}-*"
            for name in ("programme", "material", "cohort", "session", "enrolment", "outcome", "certificate")
        ),
        TRAINING,
    ),
    "engagement:tool-*": HELPING,
    "engagement:help-*": HELPING,
    "engagement:academy-*": "for people without an account",
    "accent": BROWSER,
    "admin:*": QUEUE,
}


def twins_of(page: str) -> tuple[str, ...]:
    """The operations that do what this page does; none where it has no twin."""
    return TWINS.get(page, ())


def reason_of(page: str) -> str:
    """Why a page has no twin; "" where nobody said."""
    return next((why for name, why in NO_TWIN.items() if page == name or _begins(page, name)), "")


def _begins(page: str, name: str) -> bool:
    return name.endswith("*") and page.startswith(name[:-1])


def operations() -> Iterator[tuple[str, str, str]]:
    """Every operation of the API: "METHOD name", its address, and what it does."""
    for one in PARTS:
        assert isinstance(one, URLPattern)
        for method in ("get", "post", "put", "patch", "delete"):
            handler = getattr(one.callback.cls, method, None)  # type: ignore[attr-defined]
            if handler is not None:
                yield f"{method.upper()} {one.name}", f"/api/v1/{one.pattern}", handler.operation.summary


def table() -> str:
    """docs/api-twins.md."""
    known = {name: (address, summary) for name, address, summary in operations()}
    lines = [
        "# Every act of a page and its twin in the API",
        "",
        "Made by `make manage DO=api_twins`; `tests/api/test_twins.py` compares it with the addresses that there are, both ways.",
        "",
        "| page | API | does |",
        "|---|---|---|",
    ]
    for page, twins in TWINS.items():
        for twin in twins:
            address, summary = known[twin]
            lines.append(f"| `{page}` | `{twin.partition(' ')[0]} {_readable(address)}` | {summary} |")
    lines += ["", "## Pages that take a form and have no twin", "", "| page | why |", "|---|---|"]
    lines += [f"| `{page}` | {why} |" for page, why in NO_TWIN.items()]
    return "\n".join(lines) + "\n"


def _readable(address: str) -> str:
    for route in (
        "<key:pk>",
        "<slug:code>",
        "<slug:post>",
        "<place:number>",
        "<row:activity>",
        "<row:role>",
        "<row:category>",
    ):
        address = address.replace(route, "{" + route.partition(":")[2][:-1].replace("pk", "id") + "}")
    return address
