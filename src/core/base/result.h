#pragma once

#include <type_traits>
#include <utility>

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace azen {

/// A value, or the reason there is none. Absence that is no failure is std::optional instead.
template <typename T>
using Result = tl::expected<T, Error>;

/// Makes the failing half of any Result. `message` and `hint` are for people: as Error wants them,
/// and without a secret.
inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {})
{
    return tl::unexpected<Error>(
        Error{.kind = kind, .message = std::move(message), .hint = std::move(hint)});
}

namespace detail {

// What TRY's value is moved out of; of a Result<void> there is none. A reference, because clang's
// analyzer loses sight of an object that a statement expression is given by value.
template <typename T>
decltype(auto) unwrap(Result<T>& result)
{
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

}  // namespace detail

}  // namespace azen

/// Yields the value of a Result, or returns its Error from the enclosing function. Use it only as a
/// whole initialiser, statement or return operand: g++ 12 and clang 14 leak what a braced
/// initialiser had already built when a statement expression returns out of it.
#define TRY(expression)                                                             \
    __extension__({                                                                 \
        auto result_of_try = (expression);                                          \
        if (!result_of_try) [[unlikely]] {                                          \
            return tl::unexpected<::azen::Error>(std::move(result_of_try).error()); \
        }                                                                           \
        ::azen::detail::unwrap(result_of_try);                                      \
    })
