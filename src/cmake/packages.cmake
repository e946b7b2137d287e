# What a build needs, where to look for it, and how to get it from Debian's packages.
#
# Looking is a few `stat`s and asks no package manager, so that a second call starts at once.
# Getting goes the least surprising way that works: as root, with `sudo -n`, and else by unpacking
# the packages into build/deps, where they touch nothing outside of the build folder.

set(CASECLOCK_DEPS ${CASECLOCK_BUILD}/deps)
set(CASECLOCK_DEPS_COMPLETE ${CASECLOCK_DEPS}/complete) # written last: a torn unpacking counts for nothing

# One line each: what it is | Debian package | kind | files of which one must be there
set(CASECLOCK_NEEDS
  "C++20 compiler|g++|program|c++ g++ clang++"
  "Ninja or make|ninja-build|program|ninja make"
  "Boost headers, 1.74 or newer|libboost-dev|header|boost/graph/adjacency_list.hpp"
  "fmt, 9 or newer|libfmt-dev|header|fmt/core.h"
  "yaml-cpp, 0.7 or newer|libyaml-cpp-dev|header|yaml-cpp/eventhandler.h"
  "pugixml, 1.10 or newer|libpugixml-dev|header|pugixml.hpp"
  "Howard Hinnant's date, with date-tz|libhowardhinnant-date-dev|header|date/tz.h"
  "JSON for Modern C++, 3.11 or newer|nlohmann-json3-dev|header|nlohmann/json.hpp"
  "CLI11, 2.1 or newer|libcli11-dev|header|CLI/CLI.hpp"
  "doctest, 2.4 or newer|doctest-dev|header|doctest/doctest.h"
  "time zones|tzdata|data|zoneinfo/Asia/Shanghai")
set(CASECLOCK_WANTS
  "ccache|ccache|program|ccache"
  "Graphviz|graphviz|program|dot"
  "JSON Schema validator for Python|python3-jsonschema|program|jsonschema")
set(CASECLOCK_BENCH_NEEDS # for `bench` alone
  "Google Benchmark, 1.7 or newer|libbenchmark-dev|header|benchmark/benchmark.h")
set(CASECLOCK_BENCH_WANTS # what `bench` compares with, where it can be had
  "Abseil|libabsl-dev|header|absl/container/btree_set.h"
  "libevent, 2.1 or newer|libevent-dev|header|event2/event.h"
  "libuv, 1.44 or newer|libuv1-dev|header|uv.h")

# caseclock_look_for(<out> <line> [DEPS]): the path of what a line asks for, or empty.
function(caseclock_look_for out line)
  string(REPLACE "|" ";" columns "${line}")
  list(GET columns 2 kind)
  list(GET columns 3 names)
  string(REPLACE " " ";" names "${names}")

  string(REPLACE ":" ";" prefixes "$ENV{CMAKE_PREFIX_PATH}")
  list(APPEND prefixes /usr/local /usr /opt/homebrew /opt/local)
  if("DEPS" IN_LIST ARGN AND EXISTS ${CASECLOCK_DEPS_COMPLETE})
    list(APPEND prefixes ${CASECLOCK_DEPS}/usr)
  endif()

  unset(found CACHE)
  if(kind STREQUAL "program")
    if(names MATCHES "c\\+\\+" AND NOT "$ENV{CXX}" STREQUAL "")
      set(names "$ENV{CXX}")
    endif()
    list(TRANSFORM prefixes APPEND /bin)
    find_program(found NAMES ${names} PATHS ${prefixes})
  else()
    if(kind STREQUAL "header")
      list(TRANSFORM prefixes APPEND /include)
    else()
      list(TRANSFORM prefixes APPEND /share)
    endif()
    find_file(found NAMES ${names} PATHS ${prefixes} NO_DEFAULT_PATH)
  endif()
  if(found)
    set(${out} ${found} PARENT_SCOPE)
  else()
    set(${out} "" PARENT_SCOPE)
  endif()
endfunction()

# caseclock_missing(<out> [DEPS]): the lines of CASECLOCK_NEEDS of which nothing is found.
function(caseclock_missing out)
  set(missing "")
  foreach(line IN LISTS CASECLOCK_NEEDS)
    caseclock_look_for(path "${line}" ${ARGN})
    if(path STREQUAL "")
      list(APPEND missing "${line}")
    endif()
  endforeach()
  set(${out} "${missing}" PARENT_SCOPE)
endfunction()

function(caseclock_packages_of out)
  set(packages "")
  foreach(line IN LISTS ARGN)
    string(REGEX REPLACE "^[^|]*\\|([^|]*)\\|.*" "\\1" package "${line}")
    list(APPEND packages ${package})
  endforeach()
  set(${out} "${packages}" PARENT_SCOPE)
endfunction()

# caseclock_way(<out>): how packages can be had here: root, sudo, unpack or none.
function(caseclock_way out)
  set(way none)
  find_program(CASECLOCK_APT_GET apt-get)
  find_program(CASECLOCK_DPKG_DEB dpkg-deb)
  if(CASECLOCK_APT_GET AND CASECLOCK_DPKG_DEB)
    set(way unpack)
    execute_process(COMMAND id -u OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE)
    find_program(CASECLOCK_SUDO sudo)
    if(user STREQUAL "0")
      set(way root)
    elseif(CASECLOCK_SUDO)
      execute_process(COMMAND ${CASECLOCK_SUDO} -n true
        INPUT_FILE /dev/null RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
      if(NOT failed)
        set(way sudo)
      endif()
    endif()
  endif()
  set(${out} ${way} PARENT_SCOPE)
endfunction()

# Runs one command without a prompt. Its output goes to build/packages.log; what it complains of is
# kept for caseclock_say_what_to_install, since the first complaint is the one that explains.
function(caseclock_quietly out_failed out_text)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env DEBIAN_FRONTEND=noninteractive LC_ALL=C ${ARGN}
    INPUT_FILE /dev/null RESULT_VARIABLE failed OUTPUT_VARIABLE text ERROR_VARIABLE errors)
  set(${out_failed} ${failed} PARENT_SCOPE)
  set(${out_text} "${text}" PARENT_SCOPE)
  file(APPEND ${CASECLOCK_BUILD}/packages.log "$ ${ARGN}\n${text}${errors}\n")
  string(REGEX MATCHALL "[EW]: [^\n]+" complaints "${errors}")
  set_property(GLOBAL APPEND PROPERTY caseclock_complaints ${complaints})
endfunction()

# Installs for the whole system. The package lists may be missing or old: the second try has new ones.
function(caseclock_install out_failed packages)
  set(apt ${CASECLOCK_APT_GET} -q -o DPkg::Lock::Timeout=300)
  if("SUDO" IN_LIST ARGN)
    set(apt ${CASECLOCK_SUDO} -n env DEBIAN_FRONTEND=noninteractive LC_ALL=C ${apt})
  endif()
  set(install ${apt} install --yes --no-install-recommends --no-remove ${packages})
  caseclock_quietly(failed text ${install})
  if(failed)
    caseclock_quietly(failed text ${apt} update)
    caseclock_quietly(failed text ${install})
  endif()
  set(${out_failed} ${failed} PARENT_SCOPE)
endfunction()

# Downloads what the system lacks, with everything that depends on it, and unpacks it into build/deps.
# Needs no right but to write there: with apt's own lists if they serve, else with lists of our own.
function(caseclock_unpack out_failed packages)
  set(${out_failed} TRUE PARENT_SCOPE)
  set(own ${CASECLOCK_BUILD}/apt)
  file(MAKE_DIRECTORY ${own}/state/lists/partial ${own}/cache/archives/partial ${own}/debs)
  set(apt ${CASECLOCK_APT_GET} -q)
  foreach(lists IN ITEMS system own)
    if(lists STREQUAL "own")
      set(apt ${apt} -o Dir::State=${own}/state -o Dir::State::status=/var/lib/dpkg/status
        -o Dir::Cache=${own}/cache)
      caseclock_quietly(failed text ${apt} update)
    endif()
    caseclock_quietly(failed plan ${apt} --simulate -o Debug::NoLocking=true
      install --no-install-recommends --no-remove ${packages})
    if(failed)
      continue()
    endif()
    string(REGEX MATCHALL "(^|\n)Inst [^ \n]+ (\\[[^]\n]*\\] )?\\([^ \n)]+" steps "${plan}")
    list(TRANSFORM steps REPLACE "^\n?Inst ([^ ]+) (\\[[^]]*\\] )?\\((.*)$" "\\1=\\3")
    caseclock_quietly(failed text ${CMAKE_COMMAND} -E chdir ${own}/debs ${apt} download ${steps})
    if(NOT failed)
      break()
    endif()
  endforeach()
  if(NOT failed)
    file(REMOVE_RECURSE ${CASECLOCK_DEPS})
    file(GLOB debs ${own}/debs/*.deb)
    foreach(deb IN LISTS debs)
      caseclock_quietly(failed text ${CASECLOCK_DPKG_DEB} --extract ${deb} ${CASECLOCK_DEPS})
      if(failed)
        break()
      endif()
    endforeach()
  endif()
  if(NOT failed)
    list(JOIN steps "\n" versions)
    file(WRITE ${CASECLOCK_DEPS_COMPLETE} "${versions}\n")
    file(REMOVE_RECURSE ${own})
  endif()
  set(${out_failed} ${failed} PARENT_SCOPE)
endfunction()

# Ends with a message that says precisely what to install.
function(caseclock_say_what_to_install)
  caseclock_missing(missing DEPS)
  set(text "")
  foreach(line IN LISTS missing)
    string(REPLACE "|" ";" columns "${line}")
    list(GET columns 0 what)
    list(GET columns 1 package)
    list(GET columns 3 names)
    string(REPLACE " " " or " names "${names}")
    string(APPEND text "  ${what}\n      looked for ${names}; Debian's package: ${package}\n")
  endforeach()
  caseclock_packages_of(packages ${missing})
  list(JOIN packages " " packages)
  get_property(complaints GLOBAL PROPERTY caseclock_complaints)
  list(REMOVE_DUPLICATES complaints)
  list(SUBLIST complaints 0 8 complaints)
  list(JOIN complaints "\n" complaints)
  message(NOTICE "${complaints}\nCaseclock cannot be built here yet. Missing:\n${text}"
    "On Debian or Ubuntu:  apt-get install ${packages}\n"
    "Elsewhere install the same libraries under the names that your system has for them; set "
    "CMAKE_PREFIX_PATH in the environment if they are in a place of their own.")
  message(FATAL_ERROR "packages are missing")
endfunction()

# Makes sure that everything needed is there, getting what is not.
function(caseclock_get_packages)
  caseclock_missing(missing DEPS)
  if(missing STREQUAL "")
    return()
  endif()
  file(MAKE_DIRECTORY ${CASECLOCK_BUILD})
  caseclock_way(way)
  caseclock_packages_of(packages ${missing})
  list(JOIN packages " " names)
  if(way STREQUAL "root")
    message(STATUS "Installing ${names} (log: build/packages.log)")
    caseclock_install(failed "${packages}")
  elseif(way STREQUAL "sudo")
    message(STATUS "Installing ${names} with sudo (log: build/packages.log)")
    caseclock_install(failed "${packages}" SUDO)
  endif()
  if(way STREQUAL "none")
    caseclock_say_what_to_install()
  endif()

  caseclock_missing(missing)
  caseclock_packages_of(packages ${missing})
  if(packages AND NOT "g++" IN_LIST packages) # a compiler does not work from just anywhere
    list(JOIN packages " " names)
    message(STATUS "Unpacking ${names} into build/deps (log: build/packages.log)")
    caseclock_unpack(failed "${packages}")
  endif()
  caseclock_missing(missing DEPS)
  if(missing)
    caseclock_say_what_to_install()
  endif()
endfunction()

# Gets what some lines ask for if that goes without a question; says so and goes on if it does not.
function(caseclock_try_packages)
  set(CASECLOCK_NEEDS ${CASECLOCK_NEEDS} ${ARGN})
  caseclock_missing(missing DEPS)
  if(missing STREQUAL "")
    return()
  endif()
  file(MAKE_DIRECTORY ${CASECLOCK_BUILD})
  caseclock_way(way)
  caseclock_packages_of(packages ${missing})
  list(JOIN packages " " names)
  message(STATUS "Trying to get ${names}, for comparison (log: build/packages.log)")
  if(way STREQUAL "root")
    caseclock_install(failed "${packages}")
  elseif(way STREQUAL "sudo")
    caseclock_install(failed "${packages}" SUDO)
  elseif(way STREQUAL "unpack")
    caseclock_missing(missing) # with what is unpacked already
    caseclock_packages_of(packages ${missing})
    caseclock_unpack(failed "${packages}")
  endif()
  caseclock_missing(missing DEPS)
  if(missing)
    caseclock_packages_of(packages ${missing})
    list(JOIN packages " " names)
    message(STATUS "Without ${names}: what they are compared with is left out")
  endif()
endfunction()
