#include "report/html/data_block.h"

namespace assay::report::html {

void begin_data(const std::string& id, Out& out) {
  out << R"(<script type="application/json" id=")" << id << "\">";
}

void end_data(Out& out) {
  out << "</script>\n";
}

std::string as_data(const nlohmann::ordered_json& json) {
  const std::string bytes =
      json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 16);
  for (const char c : bytes) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

}  // namespace assay::report::html
