// After a mistake the focus goes to the summary; its links go to the field itself.
function focusSummary(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  if (!link) return;
  const place = document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const control = place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea");
  (place.closest(".field") ?? place).scrollIntoView({ block: "center" });
  (control ?? place).focus({ preventScroll: true });
});

focusSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
