# cmake -DOUTPUT=assets.cc -DSTYLES="a.css;b.css" -DSCRIPTS="a.js;b.js" -P EmbedReport.cmake
#
# Writes the C++ file that holds the HTML report's style and script: each the files of its list, one
# after the other, the script in one function of its own. Their text goes in as it stands, in raw
# string literals.
set(delimiter "assay_page")
foreach(part STYLES SCRIPTS)
  set(text_${part} "")
  foreach(file ${${part}})
    file(READ "${file}" text)
    # What would end the literal, or the element in the page, must not be there.
    foreach(word ")${delimiter}\"" "</script" "</style" "<!--")
      string(FIND "${text}" "${word}" at)
      if(NOT at EQUAL -1)
        message(FATAL_ERROR "${file} holds ${word}, which would end the text early")
      endif()
    endforeach()
    string(APPEND text_${part} "${text}")
  endforeach()
endforeach()
file(WRITE "${OUTPUT}" "// Made by scripts/cmake/EmbedReport.cmake from src/report/html.
#include \"report/html/assets.h\"

namespace assay::report::html {

std::string_view style() {
  return R\"${delimiter}(\n${text_STYLES})${delimiter}\";
}

std::string_view script() {
  return R\"${delimiter}(\n(() => {\n'use strict';\n${text_SCRIPTS}})();\n)${delimiter}\";
}

}  // namespace assay::report::html
")
