# Shared by quickstart.sh and test.sh: Debian packages, configuring, building. To be read with `.`, from the root of
# the project.

build_packages="g++ cmake ninja-build pkg-config
  librocksdb-dev libboost-dev libboost-graph-dev tao-pegtl-dev libfmt-dev libsimdjson-dev libxxhash-dev libgumbo-dev libicu-dev
  libcli11-dev libtoml11-dev libsixel-dev libreadline-dev libexpat1-dev libserd-dev libcurl4-openssl-dev"

step() { printf '\n\033[1m== %s\033[0m\n' "$*" | if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then cat; else sed 's/\x1b\[[0-9]*m//g'; fi; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "packages are missing, and installing them needs root or sudo: $*" >&2
    exit 1
  fi
}

# need PACKAGE...: installs those that are not there yet.
need() {
  missing=
  for package in "$@"; do
    case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)" in
      "install ok installed") ;;
      *) missing="$missing $package" ;;
    esac
  done
  if [ -n "$missing" ]; then
    install_quickly
    step "Installing$(echo "$missing" | wc -w | sed 's/^ */ /') packages:$missing"
    # shellcheck disable=SC2086  # a list of words
    as_root env DEBIAN_FRONTEND=noninteractive $eatmydata apt-get -q install -y --no-install-recommends $missing
  fi
}

# Most of the time of an installation goes into waiting for the disk after every file, hundreds of packages long:
# eatmydata, itself a small package, leaves that to the system.
install_quickly() {
  [ -z "${eatmydata+known}" ] || return 0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
  eatmydata=
  if command -v eatmydata >/dev/null ||
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends eatmydata >/dev/null; then
    eatmydata=eatmydata
  fi
}

# npm fetches Cytoscape.js for the explorer's page. Without it, or without a network, skein is built with a plain page.
need_npm() {
  command -v npm >/dev/null || (need npm ca-certificates) || echo "npm could not be installed: skein gets a plain page instead of the explorer" >&2
}

# As many jobs as there are cores, and 1.2 GB of memory for each: the grammar's templates are large.
jobs() {
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1200000) }' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  if [ "$memory" -lt "$cores" ]; then echo "$memory"; else echo "$cores"; fi
}

# configure PRESET: once; CMake itself notices later changes.
configure() {
  [ -f "build/$1/build.ninja" ] || cmake --preset "$1" >"/tmp/skein-configure.$$" 2>&1 || {
    cat "/tmp/skein-configure.$$" >&2
    exit 1
  }
  rm -f "/tmp/skein-configure.$$"
}

# build PRESET [TARGET...]
build() {
  preset=$1
  shift
  ninja -C "build/$preset" -j "$(jobs)" "$@"
}
