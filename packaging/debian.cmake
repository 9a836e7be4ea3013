# `cpack` in a build directory makes a Debian package of it: azen_VERSION_ARCHITECTURE.deb.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Azen <packages@azen.sh>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded when it is needed, so that dpkg-shlibdeps does not see it.
set(CPACK_DEBIAN_PACKAGE_DEPENDS libcurl4)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "API keys for the Azen Memory API, in one program")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Makes, limits, rotates and watches API keys in an SQLite file, serves the
memory API from it, and answers gateways that ask whether a key may pass.
.
Limits and counters are exact over any number of servers on one store;
memories are encrypted on the disk.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_LIST_DIR}/debian/postinst
    ${CMAKE_CURRENT_LIST_DIR}/debian/prerm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# What Debian wants in a package and nobody else does: the licence in its form, and a changelog and
# manual pages that are compressed.
set(doc ${PROJECT_BINARY_DIR}/debian)
file(MAKE_DIRECTORY ${doc})
configure_file(${CMAKE_CURRENT_LIST_DIR}/debian/changelog.in ${doc}/changelog @ONLY)
install(CODE "execute_process(COMMAND gzip --best --no-name --keep --force ${doc}/changelog
                              COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${doc}/changelog.gz ${CMAKE_CURRENT_LIST_DIR}/debian/copyright
        DESTINATION share/doc/azen COMPONENT debian EXCLUDE_FROM_ALL)
install(CODE "file(GLOB pages \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/man/man1/*.1)
              execute_process(COMMAND gzip --best --no-name --force \${pages}
                              COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT debian EXCLUDE_FROM_ALL)
set(CPACK_INSTALL_CMAKE_PROJECTS
    "${PROJECT_BINARY_DIR};azen;Unspecified;/"
    "${PROJECT_BINARY_DIR};azen;debian;/")

include(CPack)
