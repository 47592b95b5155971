# karvan_page(NAME): builds the page in the current folder and embeds its files in the library karvan_NAME, whose header
# is assets.h beside it. The tools come by `npm ci --ignore-scripts` from the one lock file here; once they are there,
# configuring and building need no network.
include_guard()

find_program(NODE_PROGRAM NAMES node nodejs REQUIRED)
find_program(NPM_PROGRAM npm REQUIRED)
set(KARVAN_KIT ${CMAKE_CURRENT_LIST_DIR})

function(karvan_web_packages)
  if(TARGET karvan_web_packages)
    return()
  endif()
  set(stamp ${CMAKE_BINARY_DIR}/web/packages.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DNPM=${NPM_PROGRAM} -DKIT=${KARVAN_KIT} -P ${KARVAN_KIT}/build/packages.cmake
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/web
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${KARVAN_KIT}/package.json ${KARVAN_KIT}/package-lock.json ${KARVAN_KIT}/build/packages.cmake
    COMMENT "Web tools by npm ci" VERBATIM)
  add_custom_target(karvan_web_packages DEPENDS ${stamp})
  set_property(TARGET karvan_web_packages PROPERTY STAMP ${stamp})
endfunction()

function(karvan_page name)
  karvan_web_packages()
  get_property(stamp TARGET karvan_web_packages PROPERTY STAMP)
  set(page ${CMAKE_CURRENT_SOURCE_DIR})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/page)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    ${page}/*.ts ${page}/*.tsx ${page}/*.css ${page}/title.txt ${page}/page.json
    ${KARVAN_KIT}/*.ts ${KARVAN_KIT}/*.tsx ${KARVAN_KIT}/*.css ${KARVAN_KIT}/build/*.mjs ${KARVAN_KIT}/messages/*.json)
  list(FILTER sources EXCLUDE REGEX "/(node_modules|generated|test)/")
  add_custom_command(OUTPUT ${out}/assets.cpp
    COMMAND ${NODE_PROGRAM} ${KARVAN_KIT}/build/build.mjs ${page} ${out} ${name}
    DEPENDS ${stamp} ${sources} ${KARVAN_KIT}/tsconfig.json ${CMAKE_SOURCE_DIR}/storage/model/codes.h
            ${CMAKE_SOURCE_DIR}/node/api/openapi.yaml ${CMAKE_SOURCE_DIR}/sync/central/api/openapi.yaml
    COMMENT "Page ${name}" VERBATIM)
  add_library(karvan_${name} STATIC ${out}/assets.cpp)
  target_link_libraries(karvan_${name} PUBLIC karvan_options)
  add_dependencies(karvan_${name} karvan_web_packages)
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${page})
  set_property(GLOBAL APPEND PROPERTY KARVAN_ROOMS "${name}=${folder}")
endfunction()
