# cmake -DOUT=page_files.cpp -DHEADER=cli/explorer/page_files.hpp -DNAMESPACE=skein::cli::explorer -DTYPE=PageFile
#       -DFUNCTION=page_files "-DFILES=path/index.html;path/app.js" -P embed.cmake
# Writes the files as C++ strings, listed by FUNCTION as TYPE {name, text}.
set(strings "")
set(list "")
set(number 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  if(text MATCHES "\\)SKEIN_FILE\"")
    message(FATAL_ERROR "${file} cannot be embedded: it has )SKEIN_FILE\" in it")
  endif()
  # Scripts and styles also stand inside elements of a page, which their text must not end.
  if(name MATCHES "\\.(js|css)$" AND text MATCHES "</(script|style)|<!--")
    message(FATAL_ERROR "${file} cannot be embedded: it has </script, </style or <!-- in it")
  endif()
  string(APPEND strings "constexpr char file_${number}[] = R\"SKEIN_FILE(${text})SKEIN_FILE\";\n")
  string(APPEND list "    {\"${name}\", {file_${number}, sizeof(file_${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "// Made by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\nnamespace {\n${strings}}  // namespace\n\nconst std::vector<${TYPE}>& ${FUNCTION}() {\n  static const std::vector<${TYPE}> files = {\n${list}  };\n  return files;\n}\n\n}  // namespace ${NAMESPACE}\n")
