# Copyright (c) The NanoDtls Authors.
# See the LICENSE file in the project root for full license information.

# Adds the native part of NanoDtls.Native to a firmware. Copy this file to CMake/Modules of the interpreter's tree and the
# folder native/ of NanoDtls to InteropAssemblies/NanoDtls.Native (see its README.md).

set(BASE_PATH_FOR_THIS_MODULE ${PROJECT_SOURCE_DIR}/InteropAssemblies/NanoDtls.Native)

list(APPEND NanoDtls.Native_INCLUDE_DIRS
    ${PROJECT_SOURCE_DIR}/src/CLR/Core
    ${PROJECT_SOURCE_DIR}/src/CLR/Include
    ${PROJECT_SOURCE_DIR}/src/HAL/Include
    ${PROJECT_SOURCE_DIR}/src/PAL/Include
    ${BASE_PATH_FOR_THIS_MODULE}/include
    ${BASE_PATH_FOR_THIS_MODULE}/src
    ${BASE_PATH_FOR_THIS_MODULE}/backends/esp32
    ${BASE_PATH_FOR_THIS_MODULE}/interop)

set(NanoDtls.Native_SRCS
    interop/NanoDtls_Native.cpp
    interop/NanoDtls_Native_NanoDtls_ChipCrypto.cpp
    src/nanodtls_calls.c
    src/nanodtls_ccm.c
    src/nanodtls_hmac.c
    src/nanodtls_memory.c
    src/nanodtls_record.c
    src/nanodtls_rtc.c
    src/nanodtls_sha256.c
    backends/software/nanodtls_aes_software.c
    backends/software/nanodtls_sha256_software.c
    backends/esp32/nanodtls_aes_esp32.c
    backends/esp32/nanodtls_platform_esp32.c
    backends/esp32/nanodtls_sha256_esp32.c)

foreach(SRC_FILE ${NanoDtls.Native_SRCS})
    set(NanoDtls.Native_SRC_FILE ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE})
    if(NOT EXISTS ${NanoDtls.Native_SRC_FILE})
        message(FATAL_ERROR "${NanoDtls.Native_SRC_FILE} is missing: copy native/ of NanoDtls to ${BASE_PATH_FOR_THIS_MODULE}")
    endif()

    list(APPEND NanoDtls.Native_SOURCES ${NanoDtls.Native_SRC_FILE})
endforeach()

include(FindPackageHandleStandardArgs)

FIND_PACKAGE_HANDLE_STANDARD_ARGS(NanoDtls.Native DEFAULT_MSG NanoDtls.Native_INCLUDE_DIRS NanoDtls.Native_SOURCES)
