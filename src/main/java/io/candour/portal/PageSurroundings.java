package io.candour.portal;

/**
 * What a page's layout needs beside its content; a template has it as {@code surroundings}.
 *
 * @param assets path of styles and scripts, without a slash at the end; another when they change
 * @param idleSeconds for how long a visitor may rest
 * @param warnAheadSeconds how long before its end the page says so
 */
public record PageSurroundings(String assets, long idleSeconds, long warnAheadSeconds) {}
