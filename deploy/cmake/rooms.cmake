# A folder is a room, and a room is a target.
#
#   karvan_room(NAME [OPTIMISED] [NEEDS room...] [LIBS target...] [HIDDEN target...])
#
# makes the static library karvan_NAME of the folder's own .cpp files (not of folders below). NEEDS are the edges to
# other rooms; tests/check reads the same lines and refuses an #include outside them. LIBS are libraries from outside
# that the room's headers show; HIDDEN are those that only its sources use. OPTIMISED: also in the sanitized tree, for a
# room that computes so much that its tests would take minutes. A name that a source keeps to itself means one thing in
# the whole room, for a room's sources may be compiled together.
add_library(karvan_options INTERFACE)
# g++ 12 sees overlapping copies and bounds overrun inside std::string where there are none (GCC bug 105651 and its
# kin); clang and the sanitized tree look for the real ones. And it takes sources that are compiled together for headers,
# where a name of one source alone would be a fault.
target_compile_options(karvan_options INTERFACE
                       "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>"
                       "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>")
target_include_directories(karvan_options INTERFACE ${CMAKE_SOURCE_DIR})
# Designated initialisers name what differs; what is absent has its default.
target_compile_options(karvan_options INTERFACE -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers -pthread)
target_compile_definitions(karvan_options INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)

set_property(GLOBAL PROPERTY KARVAN_ROOMS "")

# In the trees that are built from nothing (CI), what nearly every room reads first is read once, and a room's sources are
# compiled together, a few at a time. In the inner loop ccache does more. Rooms of hardware/ have other definitions than
# the rest, so they go without the headers.
option(KARVAN_PRECOMPILE "Precompile what most sources read first, and compile a room's sources together" OFF)
set(KARVAN_TOGETHER 6)
if(KARVAN_PRECOMPILE)
  add_library(karvan_headers STATIC ${CMAKE_SOURCE_DIR}/deploy/cmake/headers.cpp)
  target_link_libraries(karvan_headers PUBLIC karvan_options tl::expected Boost::json fmt::fmt)
  target_precompile_headers(karvan_headers PRIVATE ${CMAKE_SOURCE_DIR}/deploy/cmake/headers.h)
endif()

function(karvan_room name)
  cmake_parse_arguments(ROOM "OPTIMISED" "" "NEEDS;LIBS;HIDDEN" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ROOM_NEEDS PREPEND karvan_)
  if(sources)
    add_library(karvan_${name} STATIC ${sources})
    target_link_libraries(karvan_${name} PUBLIC karvan_options tl::expected ${ROOM_NEEDS} ${ROOM_LIBS} PRIVATE ${ROOM_HIDDEN})
    if(KARVAN_PRECOMPILE)
      set_target_properties(karvan_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${KARVAN_TOGETHER})
    endif()
    if(KARVAN_SANITIZE AND ROOM_OPTIMISED)
      target_compile_options(karvan_${name} PRIVATE -O1)
    elseif(KARVAN_PRECOMPILE AND NOT CMAKE_CURRENT_SOURCE_DIR MATCHES "/hardware/")
      target_precompile_headers(karvan_${name} REUSE_FROM karvan_headers)
    endif()
  else()
    add_library(karvan_${name} INTERFACE)
    target_link_libraries(karvan_${name} INTERFACE karvan_options tl::expected ${ROOM_NEEDS} ${ROOM_LIBS} ${ROOM_HIDDEN})
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set_property(GLOBAL APPEND PROPERTY KARVAN_ROOMS "${name}=${folder}")
endfunction()

# karvan_program(NAME MAIN [NEEDS room...] [LIBS target...]): an executable of one main file, installed.
function(karvan_program name main)
  cmake_parse_arguments(PROGRAM "" "" "NEEDS;LIBS" ${ARGN})
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${main})
    return()
  endif()
  list(TRANSFORM PROGRAM_NEEDS PREPEND karvan_)
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE karvan_options ${PROGRAM_NEEDS} ${PROGRAM_LIBS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  install(TARGETS ${name} DESTINATION bin)
endfunction()
