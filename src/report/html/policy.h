// The page's Content-Security-Policy: nothing but the style and the script that came with it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace assay::report::html {

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

/// The value of the policy that allows exactly these texts.
std::string content_security_policy(std::string_view style,
                                    std::initializer_list<std::string_view> scripts);

}  // namespace assay::report::html
