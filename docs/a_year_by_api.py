"""A year of a bureau's equity plan, by the API alone. Read it as an example; it needs nothing but Python.

    PORTAL=http://localhost:8000 python docs/a_year_by_api.py tokens.json

tokens.json names one token for each person who acts (`make manage DO="api_token EMAIL"` makes them):
{"director": "ep_...", "officer": "ep_...", "office": "ep_...", "deputy": "ep_...", "lead": "ep_...",
 "administrator": "ep_...", "auditor": "ep_..."}. The officer, office, deputy and lead are those who are consulted.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

PORTAL = os.environ.get("PORTAL", "http://localhost:8000")
CONSULTED = ("officer", "office", "deputy", "lead")


class Refused(Exception):
    """The portal said no: a problem as RFC 9457 has it."""


class Person:
    """One person's program."""

    def __init__(self, token):
        self.token = token

    def ask(self, method, path, body=None, **headers):
        """One request; what is answered, and its ETag."""
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        if method != "GET":  # if the answer were lost, the same key could be sent again without doing it twice
            headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        if isinstance(body, dict):
            body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(f"{PORTAL}/api/v1/{path}", body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or "null"), answer.headers.get("ETag")
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)) from error

    def get(self, path):
        """What stands there."""
        return self.ask("GET", path)[0]

    def post(self, path, body={}):
        """Do it."""
        return self.ask("POST", path, body)[0]

    def attach(self, record, name, content):
        """A file is the one thing that does not travel as JSON."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self.ask("POST", f"records/{record}/evidence/", body, **kind)[0]


def main(people):
    """From the first line of a plan to the export of its history."""
    director, decider, auditor = people["director"], people["administrator"], people["auditor"]
    post = director.get(f"holdings/{director.get('me/')['capacities'][0]['holding']}/")["post"]["code"]
    unit = director.get(f"posts/{post}/")["unit"]["code"]

    # a draft: what it says, a goal, an outcome, an action, evidence
    period = {"begins_on": "2027-01-01", "ends_on": "2027-12-31"}
    plan = director.post("plans/", {"unit": unit, "title": f"A year by API {uuid.uuid4().hex[:6]}", **period})["id"]
    goal = director.post(f"plans/{plan}/goals/", {"title": "Everybody can swim"})["id"]
    outcome = director.post(f"goals/{goal}/outcomes/", {"title": "Children of every district swim"})["id"]
    told = {"lead": post, "starts_on": "2027-01-15", "due_on": "2027-06-30", "budget_cents": 4_800_000}
    action = director.post(f"outcomes/{outcome}/actions/", {"title": "Free lessons at 6 pools", **told})["id"]
    shown, etag = director.ask("GET", f"plans/{plan}/")
    print("Still missing:", [one["detail"] for one in shown["missing"]])
    change = {"summary": "Swimming for all.", "opinion_sought": False, "opinion_why_not": "It was sought last year."}
    director.ask("PATCH", f"plans/{plan}/", change, **{"If-Match": etag})
    try:  # whoever read it before that change may not overwrite it unseen
        director.ask("PATCH", f"plans/{plan}/", {"summary": "Another."}, **{"If-Match": etag})
    except Refused as refused:
        print("As it should be:", refused.args[0]["title"])
    director.attach(plan, "minutes.txt", b"What was said at the pool.")

    # consultation: one role objects; the text is taken back, mended and put forward again
    director.post(f"records/{plan}/open/")
    answer(people, plan, {"officer": "The lessons are at six pools of one district."})
    director.post(f"records/{plan}/revise/", {"why": "The Equity Officer objects."})
    director.ask("PATCH", f"actions/{action}/", {"title": "Free lessons at 6 pools in 4 districts"})
    director.post(f"records/{plan}/open/")
    answer(people, plan, {"officer": ""})

    # submitted, with what was done about the objection; returned; submitted again; approved with a condition
    words = director.get(f"records/{plan}/consultations/")["results"]
    done = [
        {"consultation": one["id"], "words": "Four districts now."} for one in words if one["answer"] == "objection"
    ]
    director.post(f"records/{plan}/submit/", {"note": "Ready.", "done": done})
    decide(decider, plan, kind="return", reason="Say in the summary who teaches.")
    director.ask("PATCH", f"plans/{plan}/", {"summary": "Swimming for all, taught by our lifeguards."})
    director.post(f"records/{plan}/submit/")
    answer(people, plan, {})  # those consulted are asked about the difference alone
    conditions = [{"words": "Cost the fourth district.", "owner": post, "due_on": "2099-12-31"}]
    receipt = decide(decider, plan, kind="conditions", conditions=conditions)
    print(f"{receipt['decided_as']} approved {receipt['sha256'][:12]} by {receipt['codes']} {receipt['activity']}.")

    # the year: where the action stands, the condition met, the next version begun
    for status in ("on_track", "behind", "done"):
        director.ask("PUT", f"actions/{action}/status/", {"status": status})
    director.post(f"conditions/{receipt['conditions'][0]['id']}/close/", {"note": "Costed: $12,000."})
    director.post(f"records/{plan}/next/")

    # the proof: the receipt, the story, and the whole history to take away
    print("The receipt fits its text:", auditor.get(f"receipts/{receipt['id']}/")["fits"])
    story = director.get(f"records/{plan}/timeline/?page_size=100")["results"]
    print("\n".join(f"{one['at'][:10]} {one['who']} {one['sentence']}" for one in reversed(story)))
    job = auditor.post("history/export/")["id"]
    while (found := auditor.get(f"jobs/{job}/"))["state"] in ("waiting", "working"):
        time.sleep(0.5)
    print("The history:", found["state"], found["file_name"], found["sha256"][:12])


def answer(people, plan, words):
    """Each consulted role answers: with an objection, with none ("" as its words), or lets stand what it said before."""
    for name in CONSULTED:
        for row in people[name].get("consultations/?page_size=100")["results"]:
            if row["record"] == plan:
                earlier = people[name].get(f"consultations/{row['id']}/")["earlier"]
                if earlier and name not in words:
                    people[name].post(f"consultations/{row['id']}/let-stand/")
                else:
                    said = words.get(name, "")
                    body = {"answer": "objection" if said else "no_objection", "words": said}
                    people[name].post(f"consultations/{row['id']}/answer/", body)


def decide(decider, plan, **decision):
    """On exactly the text that was read: its hash goes with the decision."""
    rows = decider.get("submissions/?page_size=100")["results"]
    [submission] = [row["id"] for row in rows if row["record"] == plan]
    sha256 = decider.get(f"submissions/{submission}/")["text"]["sha256"]
    return decider.post(f"submissions/{submission}/decision/", {"sha256": sha256, **decision})


if __name__ == "__main__":
    with open(sys.argv[1]) as tokens:
        main({name: Person(token) for name, token in json.load(tokens).items()})
