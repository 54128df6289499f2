#!/bin/sh
# From a bare Debian 12 to a graph, three answers and a picture: installs what is missing (as root or with sudo),
# builds skein, reads the example articles. Running it again takes seconds.
set -eu
cd "$(dirname "$0")"
. cmake/setup.sh

started=$(date +%s)
# GraphViz draws; the fonts are for its pictures, Latin and CJK.
need $build_packages graphviz fonts-dejavu-core fonts-wqy-microhei
need_npm

step "Building skein (a few minutes the first time)"
configure release
build release skein
skein=build/release/bin/skein

graph=build/example-graph
step "Reading the articles in examples/ai-industry"
"$skein" build --db "$graph" examples/ai-industry

step "Question 1: how much does Alibaba plan to spend, and who says so?"
"$skein" query --db "$graph" --format line -f examples/questions/1-plans.cypher
step "Question 2: who runs which company?"
"$skein" query --db "$graph" --format line -f examples/questions/2-chiefs.cypher
step "Question 3: who owns or backs whom?"
"$skein" query --db "$graph" --format line -f examples/questions/3-stakes.cypher

step "Pictures and files"
"$skein" draw --db "$graph" --focus Alibaba --max 24 --title "Alibaba, as ten articles tell it" -o alibaba.svg
"$skein" export --db "$graph" --format graphml -o alibaba.graphml
echo "wrote alibaba.svg (a picture: open it in a browser) and alibaba.graphml (for Gephi, yEd, Cytoscape, networkx)"
if "$skein" export --db "$graph" --format html -o alibaba.html; then
  echo "wrote alibaba.html (the graph to explore, with its sentences: open it in a browser)"
fi

step "Done in $(($(date +%s) - started)) s. What to type next"
cat <<TEXT
  export PATH="\$PWD/build/release/bin:\$PATH"
  skein why --db $graph "Eddie Wu"          what is said about him, and by whom
  skein shell $graph                        ask your own questions; :help helps
  skein build --db news FILE_OR_FOLDER...   a graph of your own documents
TEXT
