# Compiler settings shared by every room, and skein_add_room().

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(skein_compiler INTERFACE)
target_include_directories(skein_compiler INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(skein_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 warns falsely about appending to short strings (its bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # The same floating point results on every x86-64.
  -ffp-contract=off)
if(SKEIN_WARNINGS_AS_ERRORS)
  target_compile_options(skein_compiler INTERFACE -Werror)
endif()
if(SKEIN_SANITIZE)
  # GCC 12 reports false maybe-uninitialized warnings in instrumented code.
  target_compile_options(skein_compiler INTERFACE
    -fsanitize=${SKEIN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(skein_compiler INTERFACE -fsanitize=${SKEIN_SANITIZE})
endif()

# skein_add_room(NAME SOURCES file... LINKS library...): one room, one library.
function(skein_add_room NAME)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(skein_${NAME} STATIC ${ROOM_SOURCES})
  target_link_libraries(skein_${NAME} PUBLIC skein_compiler ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE_LINKS})
endfunction()
