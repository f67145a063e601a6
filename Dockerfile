# docker build -t vaqaye .   then
# docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" vaqaye build articles/ --record news.db
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.12-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels vaqaye \
    && useradd --create-home vaqaye
USER vaqaye
WORKDIR /data
ENTRYPOINT ["vaqaye"]
CMD ["--help"]
