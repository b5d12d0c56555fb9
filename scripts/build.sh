#!/bin/sh
# Installs what package-lock.json names, where that was not done yet, and compiles. Says what it does; used by ./trackway.
set -e
cd "$(dirname -- "$0")/.."
node -e '
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`trackway: Node.js 20.19 or newer is needed, this is ${process.versions.node}`);
  process.exit(1);
}'
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  if [ -L node_modules ]; then
    echo "trackway: node_modules is a link, and an install would empty what it points to; remove the link or run npm ci there" >&2
    exit 1
  fi
  echo "trackway: first use, installing what it needs from the npm registry (about a minute) …"
  npm ci --no-audit --no-fund --loglevel=error
fi
echo "trackway: building …"
npm run --silent build
echo "trackway: ready"
