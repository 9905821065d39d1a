() => {
  // From the very beginning, wherever the focus was.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  let number = 0;
  const groups = new Set();
  return [...document.querySelectorAll(
    "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex='0']")]
    .filter(each => each.checkVisibility({ visibilityProperty: true }))
    .map(each => {
      // Radios of one name are one stop: the checked one, or the first.
      if (each.type === "radio") {
        const group = (each.form ? each.form.id + each.form.action : "") + each.name;
        if (groups.has(group)) {
          return "";
        }
        groups.add(group);
      }
      number++;
      const words = each.type === "radio"
        ? "radios " + each.name
        : (each.innerText || each.value || each.name || each.id || "").trim().substring(0, 40);
      each.candourStop = each.tagName.toLowerCase() + " " + number + " '" + words + "'";
      if (each.type === "radio") {
        document.querySelectorAll("input[type=radio]").forEach(other => {
          if (other.name === each.name && other.form === each.form) {
            other.candourStop = each.candourStop;
          }
        });
      }
      return each.candourStop;
    })
    .filter(each => each !== "");
}
