// A file may be dropped on the whole box, not only on the small button.
const box = (event) => event.target.closest?.(".file-drop");

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (!box(event)) return;
    event.preventDefault();
    box(event).classList.add("over");
  });
}

for (const kind of ["dragleave", "drop"]) {
  document.addEventListener(kind, (event) => box(event)?.classList.remove("over"));
}

document.addEventListener("drop", (event) => {
  const input = box(event)?.querySelector("input[type='file']");
  if (!input || !event.dataTransfer.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
