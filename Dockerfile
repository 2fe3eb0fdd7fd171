# The portal's image: web, worker, beat, migrate and upkeep are one image with different commands (docker-compose.yml).
# Nothing secret goes in; every library is checked against the hash in requirements.lock.

FROM python:3.13-slim-bookworm AS libraries
WORKDIR /opt/equity-portal
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock \
    && .venv/bin/pip check \
    && .venv/bin/pip uninstall --yes pip \
    && sha256sum requirements.lock > .venv/installed

FROM python:3.13-slim-bookworm
# Pango draws PDFs; fonts are part of what is drawn.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/equity-portal --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner=portal --group=portal --mode=0750 \
       /var/lib/equity-portal /var/lib/equity-portal/evidence /var/lib/equity-portal/jobs /var/lib/equity-portal/keys \
       /run/equity-portal \
    && install --directory --owner=portal --group=portal --mode=0755 /var/lib/equity-portal/static
WORKDIR /opt/equity-portal
COPY --from=libraries /opt/equity-portal/.venv .venv
COPY manage.py LICENSE ./
COPY static static
COPY templates templates
COPY equity_portal equity_portal
COPY reports reports
COPY plans plans
COPY compliance compliance
COPY boards boards
COPY engagement engagement
COPY metrics metrics
COPY raci raci
RUN .venv/bin/python -m compileall -q equity_portal reports plans compliance boards engagement metrics raci
ENV PATH=/opt/equity-portal/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    DJANGO_SETTINGS_MODULE=equity_portal.settings \
    PORTAL_HOME=/var/lib/equity-portal \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache
USER 10001:10001
# docker-compose.yml gives each service its own command and health check
CMD ["python", "-m", "gunicorn", "equity_portal.wsgi:application", "--bind=unix:/run/equity-portal/web.sock"]
