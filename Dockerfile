# One program and one folder: the server, and the site it serves.
#   docker build -t autopilot .

FROM rust:1.95-bookworm AS build
COPY --from=node:24-bookworm-slim /usr/local/bin/node /usr/local/bin/node
COPY --from=node:24-bookworm-slim /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src

# Tools first: they change when their versions do, not with every commit.
COPY scripts scripts
COPY package.json package-lock.json Cargo.lock ./
RUN scripts/setup wasm_target node node_packages wasm_bindgen

COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    scripts/build dist \
 && mkdir /out \
 && cp -r target/dist/autopilot target/dist/hash.txt target/site /out/

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --create-home autopilot
# hash.txt belongs beside the program.
COPY --from=build /out /app
ENV LISTEN=0.0.0.0:3000 DATA_DIR=/data LEPTOS_SITE_ROOT=/app/site MODE=production
USER autopilot
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD curl -fsS http://127.0.0.1:3000/health/ready >/dev/null
ENTRYPOINT ["/app/autopilot"]
CMD ["serve"]
