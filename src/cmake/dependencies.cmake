# The third-party libraries, as Debian 12 has them and newer. All stay private to src/.
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(pugixml 1.10 REQUIRED) # XML, for SCXML
find_package(date REQUIRED) # Howard Hinnant's date-tz, on the system's tzdata
find_package(nlohmann_json 3.11 REQUIRED)

find_package(Boost 1.74 CONFIG QUIET)
if(NOT TARGET Boost::headers)
  find_package(Boost 1.74 REQUIRED)
endif()

# yaml-cpp names its target `yaml-cpp` up to 0.7 and `yaml-cpp::yaml-cpp` from 0.8.
find_package(yaml-cpp 0.7 REQUIRED)
set(CASECLOCK_YAML_CPP yaml-cpp)
if(TARGET yaml-cpp::yaml-cpp)
  set(CASECLOCK_YAML_CPP yaml-cpp::yaml-cpp)
endif()

if(CASECLOCK_BUILD_PROGRAM)
  find_package(CLI11 2.1 REQUIRED)
endif()
if(CASECLOCK_BUILD_TESTS)
  find_package(doctest 2.4 REQUIRED)
endif()
if(CASECLOCK_BUILD_BENCHMARKS)
  find_package(benchmark 1.7 QUIET)
  if(NOT benchmark_FOUND)
    message(STATUS "Without Google Benchmark (Debian's package: libbenchmark-dev) no benchmarks are built")
  endif()
endif()
