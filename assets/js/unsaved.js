// Nothing typed is lost by accident: leaving asks first, changing the language carries the answers over.
const KEPT = "kept-answers";
const forms = () => [...document.querySelectorAll("form[method='post']")].filter((form) => !form.matches("[data-quick]"));
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && forms().includes(form)) changed.add(form);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-language]")) keep();
  changed.clear();
});

addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// Held in this tab only, for the length of one reload; passwords and files never.
function keep() {
  const answers = [...changed].map((form) => [forms().indexOf(form), entries(form)]);
  if (answers.length) sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, answers]));
}

function entries(form) {
  const skipped = ["password", "file", "hidden", "submit"];
  return [...form.elements]
    .filter((control) => control.name && !skipped.includes(control.type))
    .map((control) => [control.name, control.value, control.checked ?? null]);
}

function restore() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!kept) return;
  const [path, answers] = JSON.parse(kept);
  if (path !== location.pathname) return;
  for (const [index, values] of answers) fill(forms()[index], values);
}

function fill(form, values) {
  if (!form) return;
  for (const [name, value, checked] of values) {
    for (const control of [...form.elements].filter((one) => one.name === name)) {
      if (control.type === "radio" || control.type === "checkbox") {
        if (control.value === value) control.checked = checked;
      } else control.value = value;
    }
  }
  changed.add(form);
}

restore();
