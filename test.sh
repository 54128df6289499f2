#!/bin/sh
# Installs what the tests need (as root or with sudo), builds everything, runs all tests. Arguments go to CTest:
#   ./test.sh -R storage
set -eu
cd "$(dirname "$0")"
. cmake/setup.sh

need $build_packages catch2 graphviz fonts-dejavu-core fonts-wqy-microhei python3 tmux chromium python3-networkx raptor2-utils serdi
need_npm

step "Building with tests"
configure dev
build dev

step "Testing"
ctest --test-dir build/dev --output-on-failure -j "$(nproc)" "$@"
