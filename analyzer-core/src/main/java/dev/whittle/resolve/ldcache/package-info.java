/**
 * glibc's ld.so.cache, read and written: elf/dl-cache.c and elf/cache.c.
 */
@NullMarked
package dev.whittle.resolve.ldcache;

import org.jspecify.annotations.NullMarked;
