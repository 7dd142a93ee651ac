#!/usr/bin/env bash
# The shop under test: a fresh demo, nothing shared with any other.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${SHOP_DATA:-target/end2end-data}
autopilot=${AUTOPILOT:-target/debug/autopilot}
rm -rf "$data"
unset DATABASE_URL REDIS_URL S3_BUCKET SMTP_URL PUBLIC_URL
[ -z "${SHOP_URL:-}" ] || export PUBLIC_URL=$SHOP_URL
DATA_DIR=$data LEPTOS_SITE_ROOT=${LEPTOS_SITE_ROOT:-target/site} exec "$autopilot" serve --demo
