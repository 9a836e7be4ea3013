#include "server/app/client_address.h"

#include <string>

#include "core/base/ascii.h"

#include <boost/asio/ip/address.hpp>

namespace azen::server {

std::string_view client_address(const Request& request)
{
    const std::string_view chain = request.forwarded_for;
    const std::size_t comma = chain.rfind(',');
    const std::string_view last =
        trim_ascii_space(comma == std::string_view::npos ? chain : chain.substr(comma + 1));
    boost::system::error_code no_address;
    boost::asio::ip::make_address(std::string{last}, no_address);
    return no_address ? std::string_view{request.client} : last;
}

}  // namespace azen::server
