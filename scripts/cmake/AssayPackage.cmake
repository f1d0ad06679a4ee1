# The Debian package, by CPack: scripts/package runs it on the release build.
#
# Libraries are found by dpkg-shlibdeps. gcc and libc's headers are needed to link a
# race binary. Go is only recommended: the distribution's may be older than what the
# exercises need, and one that lies elsewhere (ASSAY_GO, /usr/local/go) will do.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME assay)
set(CPACK_PACKAGE_VENDOR "the assay authors")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "grade Go exercises so that the verdict can be trusted")
set(CPACK_PACKAGE_DESCRIPTION
"assay takes a candidate's Git repository, puts an exercise's hidden tests
beside the candidate's code, builds both with Go's race detector, runs the
result in a sandbox with hard limits, and reports a score that can be trusted
and explained.
.
The package holds the program, its sandbox and the catalogue of exercises.")
set(CPACK_PACKAGE_CONTACT "the assay authors <noreply@assay.invalid>"
  CACHE STRING "Who answers for the packages, as in Debian's Maintainer field")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 1)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "gcc, libc6-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, git, golang-go (>= 2:1.25) | golang-any")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/scripts/packaging/postrm")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/scripts/cmake/AssayDebLayout.cmake")
set(CPACK_VERBATIM_VARIABLES ON)
# For AssayDebLayout.cmake.
set(CPACK_ASSAY_PACKAGING "${PROJECT_SOURCE_DIR}/scripts/packaging")
include(CPack)
