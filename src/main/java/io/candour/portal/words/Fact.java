package io.candour.portal.words;

import java.util.List;

/** What an item says of one thing, in the order in which it says it; never empty. */
public record Fact(String label, List<Value> values) {}
