// Our own button instead of the browser's, the name of the file beside it, and the whole box to drop a file on.
const boxOf = (event) => event.target.closest?.(".file-drop");

function show(box) {
  const file = box.querySelector("input[type='file']").files[0];
  const name = box.querySelector(".file-drop-name");
  name.textContent = file?.name ?? name.dataset.empty;
  box.classList.toggle("chosen", Boolean(file));
}

function enhance(root) {
  for (const box of root.querySelectorAll(".file-drop:not(.ready)")) {
    box.classList.add("ready");
    show(box);
  }
}

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => boxOf(event)?.classList.toggle("over", kind === "dragenter" || kind === "dragover"));
}

// A file dropped anywhere else would open in place of the page and lose what was typed.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.target.matches?.("input[type='file']")) event.preventDefault();
  });
}

document.addEventListener("change", (event) => {
  if (boxOf(event)) show(boxOf(event));
});

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.target.parentNode ?? document));
