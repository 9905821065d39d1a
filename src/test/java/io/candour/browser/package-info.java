/**
 * The pages as people meet them: a real Chromium, driven by Playwright, at the real stack.
 *
 * <p>A story is written once, in the words on the page, and told in several {@link io.candour.browser.Way ways}: by
 * mouse and by keyboard, with and without JavaScript. Wherever a story stops to {@link io.candour.browser.Visit#look
 * look}, the page is held against axe, the {@link io.candour.browser.PageLaws laws of every page}, a walk by keyboard
 * and a width of 320 pixels, and its picture is kept under {@code target/screens}. All stories share one browser; each
 * visit has cookies of its own.
 *
 * <p>Where there is no Chromium the stories are skipped, and one line says so and how many: a machine without one can
 * still build. Not a simulated browser: what is to be found out (contrast, focus, what the policy for content blocks,
 * what a page does without scripts) is what simulations leave out.
 */
@NullMarked
package io.candour.browser;

import org.jspecify.annotations.NullMarked;
