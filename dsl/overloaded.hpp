// One callable of several lambdas, for std::visit.
#pragma once

namespace skein::dsl {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;  // clang before 17 wants to be told

}  // namespace skein::dsl
