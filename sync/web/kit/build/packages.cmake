# cmake -DNPM=… -DKIT=… -P packages.cmake: `npm ci` unless node_modules already stands as the lock file says. Several
# build folders share it, so it is done under a lock and marked with the lock file's hash.
file(LOCK ${KIT}/.packages.lock GUARD PROCESS TIMEOUT 600)
file(SHA256 ${KIT}/package-lock.json hash)
set(mark ${KIT}/node_modules/.karvan)
if(EXISTS ${mark})
  file(READ ${mark} seen)
  if(seen STREQUAL hash)
    return()
  endif()
endif()
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
                WORKING_DIRECTORY ${KIT} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm ci failed in ${KIT}; it needs the npm registry once")
endif()
file(WRITE ${mark} ${hash})
