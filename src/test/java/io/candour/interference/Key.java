package io.candour.interference;

/** An item by type and logical id. */
record Key(String type, String id) {
    String reference() {
        return type + "/" + id;
    }

    @Override
    public String toString() {
        return reference();
    }
}
