# karvan_amalgamation(VARIABLE NAME INSIDE SHA256_OF_C SHA256_OF_H)
#
# Brings sqlite3.c and sqlite3.h from the npm package that the calling folder's package-lock.json pins (INSIDE: where in
# node_modules they lie) into a folder that all build folders share, which VARIABLE names, and trusts no byte of them but
# by these digests.

# Sets `result` to whether both files lie in `folder` with the right digests.
function(amalgamation_verified folder sha256_c sha256_h result)
  set(${result} TRUE PARENT_SCOPE)
  foreach(part c h)
    if(NOT EXISTS ${folder}/sqlite3.${part})
      set(${result} FALSE PARENT_SCOPE)
      return()
    endif()
    file(SHA256 ${folder}/sqlite3.${part} found)
    if(NOT found STREQUAL sha256_${part})
      set(${result} FALSE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

function(bring_amalgamation folder inside sha256_c sha256_h)
  find_program(NPM npm REQUIRED)
  set(work ${folder}/npm)
  file(REMOVE_RECURSE ${work})
  file(COPY ${CMAKE_CURRENT_SOURCE_DIR}/package.json ${CMAKE_CURRENT_SOURCE_DIR}/package-lock.json DESTINATION ${work})
  message(STATUS "Taking an SQLite amalgamation from its npm package: ${inside}")
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY ${work}
                  OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE status)
  set(source ${work}/node_modules/${inside})
  amalgamation_verified(${source} ${sha256_c} ${sha256_h} verified)
  if(NOT status EQUAL 0 OR NOT verified)
    message(FATAL_ERROR "The SQLite amalgamation could not be had, or is not the one that was pinned:\n${said}")
  endif()
  file(COPY ${source}/sqlite3.c ${source}/sqlite3.h DESTINATION ${folder})
  file(REMOVE_RECURSE ${work})
endfunction()

function(karvan_amalgamation variable name inside sha256_c sha256_h)
  set(${variable} ${CMAKE_SOURCE_DIR}/.cache/${name} CACHE PATH "Where the verified amalgamation lies")
  set(folder ${${variable}})
  file(MAKE_DIRECTORY ${folder})
  file(LOCK ${folder} DIRECTORY GUARD FUNCTION TIMEOUT 300)
  amalgamation_verified(${folder} ${sha256_c} ${sha256_h} verified)
  if(NOT verified)
    bring_amalgamation(${folder} ${inside} ${sha256_c} ${sha256_h})
  endif()
endfunction()
