package dev.whittle.golang;

/** What is known of a word of eight bytes at one point of a function. */
sealed interface Value {
    /** Anything. */
    enum Unknown implements Value {
        VALUE
    }

    /** A number, or an address in the file. */
    record Constant(long value) implements Value {}

    /** What the function is given, by the position of its register in the calling convention. */
    record Parameter(int index) implements Value {}

    /**
     * An address in memory that has no place in the file.
     *
     * @param area 0 for the stack, counted from where it is on entry; otherwise one allocation
     */
    record Place(int area, long offset) implements Value {}

    /** What memory has at an address of the file, unless something has changed it. */
    record Content(long address) implements Value {}

    /** This value and a number. */
    default Value plus(long number) {
        if (this instanceof Constant constant) {
            return new Constant(constant.value + number);
        }
        if (this instanceof Place place) {
            return new Place(place.area, place.offset + number);
        }
        return number == 0 ? this : Unknown.VALUE;
    }

    default boolean isKnown() {
        return !(this instanceof Unknown);
    }
}
