// A drop-down is a <details>: it closes on Escape and on a click elsewhere.
const opened = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("pointerdown", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
