#include "server/app/query.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "core/base/codec.h"

namespace azen::server {

namespace {

std::string decode(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    while (!text.empty()) {
        std::size_t taken = 1;
        char c = text.front() == '+' ? ' ' : text.front();
        if (c == '%') {
            // A '%' without two digits behind it stands for itself.
            const auto bytes = parse_hex(text.substr(1, 2));
            if (bytes && bytes->size() == 1) {
                c = static_cast<char>(bytes->front());
                taken = 3;
            }
        }
        decoded += c;
        text.remove_prefix(taken);
    }
    return decoded;
}

}  // namespace

std::vector<std::string> query_values(std::string_view query, std::string_view name)
{
    std::vector<std::string> values;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        // Names are decoded too: "p%61ge" is "page" to every other reader of the URL.
        if (decode(pair.substr(0, equals)) == name) {
            values.push_back(decode(pair.substr(std::min(pair.size(), equals + 1))));
        }
    }
    return values;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name)
{
    std::vector<std::string> values = query_values(query, name);
    if (values.empty()) {
        return std::nullopt;
    }
    return std::move(values.front());
}

std::int64_t integer_value(std::string_view query, const IntegerParameter& parameter)
{
    // from_chars knows no white space, no '+' and no fraction: all of that is garbage here.
    const std::string text = query_value(query, parameter.name).value_or("");
    std::int64_t value = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto [stopped, error] = std::from_chars(begin, end, value);
    if (error == std::errc::invalid_argument || stopped != end) {
        return parameter.fallback;
    }
    if (error == std::errc::result_out_of_range) {
        return text.front() == '-' ? parameter.minimum : parameter.maximum;
    }
    return std::clamp(value, parameter.minimum, parameter.maximum);
}

}  // namespace azen::server
