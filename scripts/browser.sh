#!/bin/sh
# Finds a browser for the browser tests and prints its path; prints an empty line when Playwright's own Chromium
# is used. Installs one if there is none: with apt when we are root, else through Playwright.
set -eu

say() {
    echo "$*" >&2
}

works() {
    [ -x "$1" ] && "$1" --version >/dev/null 2>&1
}

find_browser() {
    for name in ${RONDOM_BROWSER:-} chromium google-chrome google-chrome-stable chromium-browser chrome; do
        path="$(command -v "$name" 2>/dev/null || true)"
        if [ -n "$path" ] && works "$path"; then
            echo "$path"
            return 0
        fi
    done
    for path in \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if works "$path"; then
            echo "$path"
            return 0
        fi
    done
    return 1
}

if find_browser; then
    exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "No browser found: installing chromium with apt"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >&2 || true
    if find_browser; then
        exit 0
    fi
fi

say "No browser found: asking Playwright for its Chromium"
if .venv/bin/python -m playwright install chromium >&2; then
    echo
    exit 0
fi

cat >&2 <<'SAY'

The browser tests need Chromium or Google Chrome, and none could be found or installed.
  Debian, Ubuntu:  sudo apt-get install chromium
  macOS:           brew install --cask google-chrome
  Another place?   make test RONDOM_BROWSER=/path/to/chromium
  Without one:     make test-fast

SAY
exit 1
