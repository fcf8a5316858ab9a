package dev.whittle.bytes;

/**
 * Content that comes from afar and is not kept: it can be read once, from its start to its end, by one thread at a time. Only
 * some of its first bytes, those that tell what it is, may be read before that.
 */
public interface StreamedSource extends ByteSource {}
