# Sourced by run and test. Decides which runtime this machine builds on: Microsoft Orleans where its packages restore,
# else Orleans.Local. OrleansPackages=true|false in the environment wins. Sets RUNTIME and exports OrleansPackages.

choose_runtime() { # root
  local root=$1
  command -v dotnet >/dev/null 2>&1 || { echo "error: the .NET SDK 10 is needed (https://dotnet.microsoft.com/download)"; exit 1; }
  if [ -z "${OrleansPackages:-}" ]; then
    OrleansPackages=false
    try_restore "$root" && OrleansPackages=true
  fi
  export OrleansPackages
  if [ "$OrleansPackages" = true ]; then
    RUNTIME=orleans
    echo "runtime: Microsoft Orleans"
  else
    RUNTIME=local
    echo "runtime: Orleans.Local (Microsoft Orleans does not restore from this machine's package feed)"
  fi
}

# A restore that fails is not tried again for a day: the stamp names the versions and the cache that were tried.
try_restore() { # root
  local root=$1 folder="$1/.cache" stamp wanted
  stamp="$folder/orleans-unavailable"
  wanted="$(grep 'Microsoft.Orleans' "$root/Directory.Packages.props" | cksum) ${NUGET_PACKAGES:-default}"
  if [ -f "$stamp" ] && [ -n "$(find "$stamp" -mmin -1440)" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    return 1
  fi
  if briefly dotnet restore "$root/eng/probe/OrleansProbe.csproj" -v quiet -p:OrleansPackages=true >/dev/null 2>&1; then
    rm -f "$stamp"
    return 0
  fi
  mkdir -p "$folder" && printf '%s' "$wanted" >"$stamp"
  return 1
}

# macOS has no timeout(1): there the restore takes as long as it takes.
briefly() {
  if command -v timeout >/dev/null 2>&1; then timeout 120 "$@"; else "$@"; fi
}
