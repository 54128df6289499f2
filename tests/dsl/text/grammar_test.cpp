// What PEGTL can say of the grammar without reading any text.
#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include "dsl/grammar/statement.hpp"

TEST_CASE("no rule of the grammar can loop without consuming", "[dsl][grammar]") {
  CHECK(tao::pegtl::analyze<skein::dsl::grammar::text>() == 0);
}
