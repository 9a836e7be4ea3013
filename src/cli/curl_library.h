#pragma once

#include <curl/curl.h>
#include <curl/header.h>

#include "core/base/result.h"

namespace azen::cli {

/// libcurl, loaded when the first request is made. It brings some thirty libraries with it; linked
/// in, they would triple the start-up of every command, most of which never use the network.
///
/// The functions are libcurl's own; the interface is that of libcurl.so.4, stable since 2006. Never
/// unloaded: the TLS library behind it does not bear that.
struct CurlLibrary {
    // Only what http_client.cpp calls. The types are taken from libcurl's header, so that a call
    // with wrong arguments does not compile.
    decltype(&curl_easy_init) easy_init = nullptr;
    decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&curl_easy_reset) easy_reset = nullptr;
    decltype(&curl_easy_setopt) easy_setopt = nullptr;
    decltype(&curl_easy_perform) easy_perform = nullptr;
    decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&curl_easy_strerror) easy_strerror = nullptr;
    decltype(&curl_easy_header) easy_header = nullptr;
    decltype(&curl_slist_append) slist_append = nullptr;
    decltype(&curl_slist_free_all) slist_free_all = nullptr;

    /// ErrorKind::internal when libcurl is missing or too old. Not thread-safe on the first call.
    static Result<CurlLibrary> load();
};

}  // namespace azen::cli
