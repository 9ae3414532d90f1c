# Casebook with its UI, its schedule and its sensor. docs/operate.md says how to run it.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential tzdata \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /casebook
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY pipelines pipelines
COPY sql sql
RUN pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt --editable . \
    && python -m compileall -q pipelines

RUN useradd --create-home casebook && mkdir -p /data/raw && chown -R casebook /data
USER casebook
ENV CASEBOOK_RAW=/data/raw CASEBOOK_WAREHOUSE=/data/warehouse CASEBOOK_AUTOMATION=on
VOLUME /data
EXPOSE 3000
CMD ["casebook", "ui", "--host", "0.0.0.0"]
