"""A visit to a deployment, through its proxy."""

from __future__ import annotations

import re
import ssl
import subprocess
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import requests


def check(words: str, true: Any = True) -> None:
    """A line of the report; the first that is not so ends the trial."""
    if not true:
        raise SystemExit(f"NOT SO: {words}")
    print(f"  {words}", flush=True)


def visit(certificate: Path, tls: str, plain: str, director: str, password: str) -> None:
    """What a browser, a program and somebody with bad intentions find at the proxy."""
    web, stranger = requests.Session(), requests.Session()
    web.trust_env = stranger.trust_env = False  # no certificates and no proxy of this machine's
    web.verify = str(certificate)
    home, plain = f"https://{tls}", f"http://{plain}"
    page = web.get(f"{home}/accounts/login/")
    kept = "max-age=31536000" in page.headers["Strict-Transport-Security"] and "Content-Security-Policy" in page.headers
    check("the sign-in page comes through the proxy, with HSTS and CSP", page.ok and kept)
    check("and says nothing of the server's version", page.headers["Server"] == "nginx")
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page.text)
    sheet = web.get(home + style.group(1), headers={"Accept-Encoding": "gzip"}) if style else page
    check("its style comes from disk for a year", "immutable" in sheet.headers["Cache-Control"])
    check("and compressed", sheet.headers.get("Content-Encoding") == "gzip")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    form = {"login": director, "password": password, "csrfmiddlewaretoken": token.group(1) if token else ""}
    signed_in = web.post(f"{home}/accounts/login/", form, headers={"Referer": f"{home}/accounts/login/"})
    check("a director signs in and sees the plans", signed_in.ok and "Parks" in web.get(f"{home}/plans/").text)
    check("the session's cookie goes over TLS only", all(cookie.secure for cookie in web.cookies))
    sent_on = stranger.get(f"{plain}/plans/", allow_redirects=False)
    check(
        "plain HTTP is sent on to TLS",
        sent_on.status_code == 301 and sent_on.headers["Location"].startswith("https://"),
    )
    check("but the API is refused there", stranger.get(f"{plain}/api/v1/me/").status_code == 403)
    told = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4"}
    forged = web.get(f"{home}/plans/", headers=told)
    check("what a client says of forwarding is not believed", forged.ok and forged.history == [])
    check("/readyz is not for outside", web.get(f"{home}/readyz").status_code == 404)
    other = web.get(f"{home}/", headers={"Host": "evil.example"}, allow_redirects=False)
    check("a request for another name is refused", other.status_code == 400)
    check("what is too large is refused by the proxy", too_large(certificate, tls) == 413)
    check("files of the portal are not served", web.get(f"{home}/static/%2e%2e/secret_key").status_code in (400, 404))
    for version, spoken in (("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)):
        asked = [
            "openssl",
            "s_client",
            "-connect",
            tls,
            "-cipher",
            "ALL:@SECLEVEL=0",
            version,
        ]
        spoke = subprocess.run(asked, input=b"", capture_output=True).returncode == 0
        check(f"{version[1:]} is {'spoken' if spoken else 'refused'}", spoke == spoken)


def too_large(certificate: Path, tls: str) -> int:
    """The answer to a body of 29 MB, announced and not sent."""
    context = ssl.create_default_context(cafile=str(certificate))
    door = HTTPSConnection(tls, context=context, timeout=10)
    door.putrequest("POST", "/plans/")
    door.putheader("Content-Length", str(29 << 20))
    door.endheaders()
    return door.getresponse().status
