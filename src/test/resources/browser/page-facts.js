() => {
  const shown = element => element.checkVisibility({ visibilityProperty: true });
  const texts = (selector, say) => [...document.querySelectorAll(selector)].filter(shown).map(say);
  const main = document.querySelector("main") || document.body;
  const asked = [...main.querySelectorAll("pre, code")].map(each => each.innerText);
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: texts("h1, h2, h3, h4, h5, h6", each => each.tagName.substring(1) + " " + each.innerText.trim()),
    text: asked.reduce((all, part) => all.replace(part, " "), document.body.innerText),
    errorSummary: !!document.querySelector(".nhsuk-error-summary"),
    focused: document.activeElement ? document.activeElement.className : "",
    width: document.documentElement.clientWidth,
    contentWidth: document.documentElement.scrollWidth,
    tablesWithoutCaption: texts("table:not(:has(caption))", each => each.innerText.substring(0, 40)),
    inlineCode: [...document.querySelectorAll("[style], style, script:not([src])")]
      .filter(each => each.type !== "application/json")
      .map(each => each.outerHTML.substring(0, 80)),
    brokenAnchors: [...document.querySelectorAll("a[href^='#']")]
      .map(each => each.getAttribute("href").substring(1))
      .filter(id => id && !document.getElementById(id)),
  };
}
