# `cmake --install` and the package that find_package(caseclock) finds.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(caseclock_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/caseclock)

install(TARGETS caseclock_kernel caseclock_library EXPORT caseclockTargets)
if(TARGET caseclock)
  install(TARGETS caseclock RUNTIME)
endif()
install(DIRECTORY include/caseclock TYPE INCLUDE FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
install(EXPORT caseclockTargets NAMESPACE caseclock:: DESTINATION ${caseclock_package_dir})

configure_package_config_file(
  src/cmake/caseclockConfig.cmake.in ${PROJECT_BINARY_DIR}/caseclockConfig.cmake
  INSTALL_DESTINATION ${caseclock_package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/caseclockConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/caseclockConfig.cmake
  ${PROJECT_BINARY_DIR}/caseclockConfigVersion.cmake
  DESTINATION ${caseclock_package_dir})
