# Sourced by test. Runs tests/web where node, Chromium and its npm packages are there or can be had; else says so in one line.
# Sets web_passed, web_failed, web_skipped.

web_tests() { # root
  local folder="$1/tests/web" why='' log
  web_passed=0 web_failed=0 web_skipped=0
  echo "== Web (the dashboard in a browser)"
  if ! command -v node >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then why='node 20 or newer is not there'
  elif [ -z "${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}" ]; then why='chromium is not there'
  elif [ ! -d "$folder/node_modules/playwright-core" ] && ! (cd "$folder" && briefly npm ci --no-audit --no-fund >/dev/null 2>&1); then why='its npm packages cannot be had'
  fi
  if [ -n "$why" ]; then
    echo "skipped: $why"
    web_skipped=1
    return 0
  fi
  log=$(mktemp)
  (cd "$folder" && node --test --test-concurrency=1 --test-reporter=tap) >"$log" 2>&1 || true
  web_passed=$(sed -n 's/^# pass \([0-9]*\)$/\1/p' "$log") web_failed=$(sed -n 's/^# fail \([0-9]*\)$/\1/p' "$log")
  web_passed=${web_passed:-0} web_failed=${web_failed:-1}
  [ "$web_failed" -eq 0 ] || cat "$log"
  echo "$web_passed passed, $web_failed failed"
  rm -f "$log"
}
