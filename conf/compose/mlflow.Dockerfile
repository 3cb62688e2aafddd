# The MLflow server of compose.yaml: the very packages that setup installs (conf/setup/mlflow.lock, by their hashes), and what it
# reaches the object store and PostgreSQL with.
FROM python:3.12-slim-bookworm
COPY conf/setup/mlflow.lock conf/compose/mlflow-extras.lock /tmp/
RUN pip install --no-cache-dir --no-compile --only-binary=:all: --require-hashes -r /tmp/mlflow.lock \
    && pip install --no-cache-dir --no-compile --only-binary=:all: --require-hashes --no-deps -r /tmp/mlflow-extras.lock \
    && useradd --system --no-create-home --uid 185 mlflow
USER 185
WORKDIR /tmp
EXPOSE 5000
# Where runs and files are kept, and by which names it may be spoken to, comes from the environment (MLFLOW_BACKEND_STORE_URI,
# MLFLOW_ARTIFACTS_DESTINATION, MLFLOW_SERVER_ALLOWED_HOSTS).
CMD ["mlflow", "server", "--host", "0.0.0.0", "--port", "5000", "--workers", "1", "--serve-artifacts"]
