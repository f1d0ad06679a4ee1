# Run by CPack between installing into its folder and packing it: what Debian wants
# otherwise than `cmake --install` does it. Manual and changelog are compressed, zsh
# looks in vendor-completions, and lintian is told why the sandbox's helper is static.
set(usr "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr")
file(COPY_FILE "${CPACK_ASSAY_PACKAGING}/changelog" "${usr}/share/doc/assay/changelog")
execute_process(
  COMMAND gzip -9n "${usr}/share/man/man1/assay.1" "${usr}/share/doc/assay/changelog"
  COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${usr}/share/zsh/site-functions" "${usr}/share/zsh/vendor-completions")
file(MAKE_DIRECTORY "${usr}/share/lintian/overrides")
file(COPY_FILE "${CPACK_ASSAY_PACKAGING}/lintian-overrides" "${usr}/share/lintian/overrides/assay")
# Whatever umask this runs under.
execute_process(COMMAND chmod -R u=rwX,go=rX "${usr}" COMMAND_ERROR_IS_FATAL ANY)
