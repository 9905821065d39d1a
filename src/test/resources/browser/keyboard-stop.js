() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body || focused === document.documentElement) {
    return [];
  }
  const look = element => {
    const style = getComputedStyle(element);
    const before = getComputedStyle(element, "::before");
    const label = element.labels && element.labels[0] ? getComputedStyle(element.labels[0], "::before") : before;
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor, style.borderColor,
      style.borderWidth, before.boxShadow, before.borderColor, label.boxShadow, label.borderColor,
      label.outlineWidth].join();
  };
  const rect = focused.getBoundingClientRect();
  const place = (focused.getAttribute("href") || "");
  const name = focused.candourStop || focused.tagName.toLowerCase() + " '" + (focused.innerText || "").trim() + "'";
  const withFocus = look(focused);
  focused.blur();
  const without = look(focused);
  focused.focus({ preventScroll: true });
  // To the content, in it, or to what has nothing else in it.
  const isSkipLink = place.startsWith("#")
    && !!document.querySelector(["main" + place, "main " + place, place + ":has(> main:only-child)"].join());
  return [name, withFocus !== without && rect.width > 0 && rect.height > 0, isSkipLink];
}
