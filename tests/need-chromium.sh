#!/bin/sh
# The browser test opens the page in Chromium, and screenshots need Chinese fonts: install them where that can
# be done without asking (root on Debian or Ubuntu), else say what to do.
set -u
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || [ -n "${TEST_CHROMIUM:-}" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium and Chinese fonts for the browser test …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "No chromium found: the browser test will be skipped. Install chromium (and fonts-noto-cjk), or set TEST_CHROMIUM."
