# skein_npm_packages(FROM TO RESULT): fetches what FROM/package.json names into TO/node_modules, once. Versions and
# hashes are those of FROM/package-lock.json: npm refuses anything else. No script of a package runs. RESULT is empty
# when the packages are there, else the reason why not; a later configuration tries again.
function(skein_npm_packages FROM TO RESULT)
  set(${RESULT} "" PARENT_SCOPE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${FROM}/package-lock.json)
  file(SHA256 ${FROM}/package-lock.json wanted)
  set(have "")
  if(EXISTS ${TO}/fetched)
    file(READ ${TO}/fetched have)
  endif()
  if(have STREQUAL wanted)
    return()
  endif()
  find_program(NPM npm)
  mark_as_advanced(NPM)
  if(NOT NPM)
    set(${RESULT} "npm is not installed" PARENT_SCOPE)
    return()
  endif()
  file(REMOVE_RECURSE ${TO})
  file(MAKE_DIRECTORY ${TO})
  file(COPY ${FROM}/package.json ${FROM}/package-lock.json DESTINATION ${TO})
  execute_process(
    COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
            --fetch-retries=1 --fetch-retry-mintimeout=2000 --fetch-timeout=30000
    WORKING_DIRECTORY ${TO} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 120)
  if(failed)
    string(REGEX MATCH "npm [^\n]*code [^\n]*" code "${said}")
    set(${RESULT} "npm could not fetch its packages (${code})" PARENT_SCOPE)
    return()
  endif()
  file(WRITE ${TO}/fetched ${wanted})
endfunction()
