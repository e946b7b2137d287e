# The commands of `cmake -P CMakeLists.txt`: each gets what is missing, builds in build/ and runs.
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH CASECLOCK_ROOT)
cmake_path(GET CASECLOCK_ROOT PARENT_PATH CASECLOCK_ROOT)
set(CASECLOCK_BUILD ${CASECLOCK_ROOT}/build)
include(${CMAKE_CURRENT_LIST_DIR}/packages.cmake)

set(CASECLOCK_USAGE [[
Usage: cmake -P CMakeLists.txt [COMMAND]

  (none)   get what is missing, build, and play examples/service_week.cpp
  test     get what is missing, build everything, and run all tests
  bench    get what is missing, build the benchmarks optimised, and run them
  doctor   say what is found and what is missing; change nothing
  help     print this]])

# Prints to standard output, as it is: message() knows only standard error and a "-- " before.
function(caseclock_say text)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${text}")
endfunction()

# caseclock_run(<what failed> <command...>): stops here, with exit code 1, if the command fails.
function(caseclock_run failure)
  execute_process(COMMAND ${ARGN} INPUT_FILE /dev/null RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${failure} (${failed})")
  endif()
endfunction()

# caseclock_is_configured(<out> <build> <setting=value>...): true if the tree there is this one's, is
# whole, and has these settings.
function(caseclock_is_configured out build)
  set(${out} FALSE PARENT_SCOPE)
  if(NOT EXISTS ${build}/CMakeCache.txt OR
     NOT (EXISTS ${build}/build.ninja OR EXISTS ${build}/Makefile))
    return()
  endif()
  file(STRINGS ${build}/CMakeCache.txt cache REGEX "^[A-Za-z_]+:[A-Z]+=")
  list(TRANSFORM cache REPLACE ":[A-Z]+=" "=")
  foreach(setting IN ITEMS CMAKE_HOME_DIRECTORY=${CASECLOCK_ROOT} CMAKE_CACHEFILE_DIR=${build} ${ARGN})
    if(NOT setting IN_LIST cache)
      return()
    endif()
  endforeach()
  set(${out} TRUE PARENT_SCOPE)
endfunction()

# caseclock_configure(<build> <setting=value>...): configures unless it is done already.
function(caseclock_configure build)
  caseclock_is_configured(configured ${build} ${ARGN})
  if(configured)
    return()
  endif()
  set(settings ${ARGN})
  list(TRANSFORM settings PREPEND -D)
  if(EXISTS ${CASECLOCK_DEPS_COMPLETE})
    list(APPEND settings -DCMAKE_PREFIX_PATH=${CASECLOCK_DEPS}/usr)
  endif()
  find_program(CASECLOCK_NINJA ninja PATHS ${CASECLOCK_DEPS}/usr/bin)
  set(generator "Unix Makefiles")
  if(CASECLOCK_NINJA)
    set(generator Ninja)
    list(APPEND settings -DCMAKE_MAKE_PROGRAM=${CASECLOCK_NINJA})
  endif()
  file(REMOVE_RECURSE ${build}/tests/modes) # trees of their own, perhaps copied here from elsewhere
  caseclock_run("configuring failed"
    ${CMAKE_COMMAND} --fresh -S ${CASECLOCK_ROOT} -B ${build} -G ${generator} ${settings})
endfunction()

function(caseclock_build build)
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  caseclock_run("building failed"
    ${CMAKE_COMMAND} --build ${build} --parallel ${cores} --target ${ARGN})
endfunction()

# Both everyday commands share one tree, so that neither undoes the other's work. Optimised a little,
# with assertions: quick to build, quick enough to run.
set(CASECLOCK_EVERYDAY
  CMAKE_BUILD_TYPE=Debug
  CMAKE_CXX_FLAGS_DEBUG=-O1
  CMAKE_UNITY_BUILD=ON
  CASECLOCK_BUILD_TESTS=ON
  CASECLOCK_BUILD_EXAMPLES=ON
  CASECLOCK_BUILD_BENCHMARKS=OFF)

function(caseclock_command_default)
  caseclock_get_packages()
  caseclock_configure(${CASECLOCK_BUILD} ${CASECLOCK_EVERYDAY})
  caseclock_build(${CASECLOCK_BUILD} caseclock example_service_week)
  caseclock_run("the example failed"
    ${CASECLOCK_BUILD}/examples/service_week ${CASECLOCK_ROOT}/workflows)
endfunction()

function(caseclock_command_test)
  caseclock_get_packages()
  caseclock_configure(${CASECLOCK_BUILD} ${CASECLOCK_EVERYDAY})
  caseclock_build(${CASECLOCK_BUILD} all)
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  caseclock_run("tests failed"
    ${CMAKE_CTEST_COMMAND} --test-dir ${CASECLOCK_BUILD} --output-on-failure --no-tests=error
    --parallel ${cores})
endfunction()

function(caseclock_command_bench)
  file(GLOB benchmarks ${CASECLOCK_ROOT}/benchmarks/*.cpp)
  if(NOT benchmarks)
    message(FATAL_ERROR "there are no benchmarks in benchmarks/")
  endif()
  list(APPEND CASECLOCK_NEEDS ${CASECLOCK_BENCH_NEEDS})
  caseclock_get_packages()
  caseclock_try_packages(${CASECLOCK_BENCH_WANTS})
  set(build ${CASECLOCK_BUILD}/bench)
  caseclock_configure(${build}
    CMAKE_BUILD_TYPE=Release
    CASECLOCK_BUILD_PROGRAM=OFF
    CASECLOCK_BUILD_TESTS=OFF
    CASECLOCK_BUILD_EXAMPLES=OFF
    CASECLOCK_BUILD_BENCHMARKS=ON)
  caseclock_build(${build} all)
  foreach(source IN LISTS benchmarks)
    cmake_path(GET source STEM name)
    message(STATUS "${name}")
    caseclock_run("the benchmark ${name} failed" ${build}/benchmarks/${name})
  endforeach()
endfunction()

# caseclock_version_of(<out> <line> <path>): the version of what was found, as well as it is known.
function(caseclock_version_of out line path)
  string(REPLACE "|" ";" columns "${line}")
  list(GET columns 1 package)
  list(GET columns 2 kind)
  set(version "")
  if(kind STREQUAL "program")
    execute_process(COMMAND ${path} --version ERROR_VARIABLE text OUTPUT_VARIABLE text)
    string(REGEX MATCH "[0-9]+\\.[0-9.]+" version "${text}")
    execute_process(COMMAND ${path} -V ERROR_VARIABLE text OUTPUT_QUIET) # Graphviz has only this
    if(version STREQUAL "")
      string(REGEX MATCH "[0-9]+\\.[0-9.]+" version "${text}")
    endif()
  elseif(path MATCHES "^${CASECLOCK_DEPS}/")
    file(STRINGS ${CASECLOCK_DEPS_COMPLETE} version REGEX "^${package}=")
    string(REPLACE "${package}=" "" version "${version}")
  else()
    find_program(CASECLOCK_DPKG_QUERY dpkg-query)
    if(CASECLOCK_DPKG_QUERY)
      execute_process(COMMAND ${CASECLOCK_DPKG_QUERY} -W -f "\${Version}" ${package}
        OUTPUT_VARIABLE version ERROR_QUIET)
    endif()
  endif()
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

function(caseclock_command_doctor)
  set(text "cmake ${CMAKE_VERSION}: ${CMAKE_COMMAND}\n")
  foreach(line IN LISTS CASECLOCK_NEEDS CASECLOCK_WANTS CASECLOCK_BENCH_NEEDS CASECLOCK_BENCH_WANTS)
    string(REGEX REPLACE "^([^|]*)\\|([^|]*)\\|.*" "\\1;\\2" columns "${line}")
    list(GET columns 0 what)
    list(GET columns 1 package)
    caseclock_look_for(path "${line}" DEPS)
    if(path)
      caseclock_version_of(version "${line}" ${path})
      string(APPEND text "found    ${what}: ${path} ${version}\n")
    elseif(line IN_LIST CASECLOCK_WANTS)
      string(APPEND text "absent   ${what} (not needed; Debian's package: ${package})\n")
    elseif(line IN_LIST CASECLOCK_BENCH_NEEDS)
      string(APPEND text "absent   ${what} (needed by bench alone; Debian's package: ${package})\n")
    elseif(line IN_LIST CASECLOCK_BENCH_WANTS)
      string(APPEND text "absent   ${what} (bench compares with it; Debian's package: ${package})\n")
    else()
      string(APPEND text "MISSING  ${what} (Debian's package: ${package})\n")
    endif()
  endforeach()

  caseclock_missing(missing DEPS)
  caseclock_packages_of(packages ${missing})
  list(JOIN packages " " packages)
  caseclock_way(way)
  if(packages STREQUAL "")
    string(APPEND text "Everything needed is there.\n")
  elseif(way STREQUAL "root")
    string(APPEND text "The next build would run: apt-get install ${packages}\n")
  elseif(way STREQUAL "sudo")
    string(APPEND text "The next build would run: sudo -n apt-get install ${packages}\n")
  elseif(way STREQUAL "unpack" AND NOT packages MATCHES "g\\+\\+")
    string(APPEND text "The next build would download and unpack into build/deps: ${packages}\n")
  else()
    string(APPEND text "Please install first, it cannot be done from here: ${packages}\n")
  endif()

  caseclock_is_configured(configured ${CASECLOCK_BUILD} ${CASECLOCK_EVERYDAY})
  if(configured)
    caseclock_say("${text}build/ is configured.")
  else()
    caseclock_say("${text}build/ would be configured first.")
  endif()
endfunction()

# cmake -P CMakeLists.txt COMMAND: the command is argument 3, and there is no fourth.
if(CMAKE_ARGC GREATER 4)
  message(NOTICE "${CASECLOCK_USAGE}")
  message(FATAL_ERROR "one command at most")
endif()
set(command "${CMAKE_ARGV3}")
if(command STREQUAL "")
  caseclock_command_default()
elseif(command STREQUAL "test")
  caseclock_command_test()
elseif(command STREQUAL "bench")
  caseclock_command_bench()
elseif(command STREQUAL "doctor")
  caseclock_command_doctor()
elseif(command STREQUAL "help")
  caseclock_say("${CASECLOCK_USAGE}")
else()
  message(NOTICE "${CASECLOCK_USAGE}")
  message(FATAL_ERROR "unknown command: ${command}")
endif()
