# cmake -DOUT=page_files.cpp -DHEADER=cli/serve/page_files.hpp -DNAMESPACE=skein::cli::serve -DTYPE=PageFile
#       -DFUNCTION=page_files "-DFILES=path/index.html;path/app.js" -P embed.cmake
# Writes the files as C++ arrays, listed by FUNCTION as TYPE {name, text}.
set(arrays "")
set(list "")
set(number 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "const char file_${number}[] = {${bytes}'\\0'};\n")
  string(APPEND list "    {\"${name}\", {file_${number}, sizeof(file_${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "// Made by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\nnamespace {\n${arrays}}  // namespace\n\nconst std::vector<${TYPE}>& ${FUNCTION}() {\n  static const std::vector<${TYPE}> files = {\n${list}  };\n  return files;\n}\n\n}  // namespace ${NAMESPACE}\n")
