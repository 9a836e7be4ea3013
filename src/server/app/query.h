#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reads a URL's query as the WHATWG URL standard's application/x-www-form-urlencoded parser does:
/// '&' separates, '+' is a space, an escape that is none stays as it is. Pure.
namespace azen::server {

/// The decoded values of every parameter `name`, in order; one without '=' has an empty value.
std::vector<std::string> query_values(std::string_view query, std::string_view name);

/// The first of query_values(), if there is one.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// A whole decimal number with an inclusive range and a value to use when nothing sensible is sent.
struct IntegerParameter {
    std::string_view name;
    std::int64_t minimum;
    std::int64_t maximum;
    std::int64_t fallback;
};

/// Never fails: garbage gives the fallback, a number out of range, however long, the nearest end.
std::int64_t integer_value(std::string_view query, const IntegerParameter& parameter);

}  // namespace azen::server
