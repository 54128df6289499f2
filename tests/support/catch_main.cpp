// The one main() of every test executable; compiled once, since Catch2's runner is slow to compile.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
