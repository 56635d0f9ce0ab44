// A day is typed as 21.07.2017; the button beside the field opens a small month for those who would rather point.
const language = document.documentElement.lang || "ru";
const sprite = document.querySelector("meta[name='icon-sprite']")?.content;

const written = (day) =>
  [day.getDate(), day.getMonth() + 1].map((part) => String(part).padStart(2, "0")).join(".") + "." + day.getFullYear();

function read(text) {
  const [, day, month, year] = text.trim().match(/^(\d{1,2})[.,/ -](\d{1,2})[.,/ -](\d{4})$/) ?? [];
  if (!year) return null;
  const made = new Date(+year, month - 1, +day);
  return made.getMonth() === month - 1 ? made : null;
}

const same = (a, b) => a && b && a.toDateString() === b.toDateString();
const moved = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

function monthsAway(day, months) {
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), last));
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// icons: calendar chevron-left chevron-right chevrons-left chevrons-right
class Calendar {
  constructor(input) {
    this.input = input;
    this.words = input.dataset;
    this.button = element(
      "button",
      { type: "button", class: "btn quiet date-button", "aria-label": this.words.openLabel, "aria-expanded": "false" },
      icon("calendar"),
    );
    const frame = element("div", { class: "date-field" });
    input.replaceWith(frame);
    frame.append(input, this.button);
    this.frame = frame;
    // The numeric keyboard of some phones has no dot: eight digits are a day too.
    input.addEventListener("change", () => {
      input.value = input.value.trim().replace(/^(\d\d)(\d\d)(\d{4})$/, "$1.$2.$3");
    });
    this.button.addEventListener("click", () => (this.panel ? this.close() : this.open()));
    frame.addEventListener("keydown", (event) => this.onKey(event));
    frame.addEventListener("focusout", (event) => {
      if (this.panel && event.relatedTarget && !frame.contains(event.relatedTarget)) this.close(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (this.panel && !frame.contains(event.target)) this.close(false);
    });
  }

  open() {
    this.chosen = read(this.input.value);
    this.panel = element("div", { class: "calendar", role: "dialog", "aria-label": this.words.openLabel });
    this.frame.append(this.panel);
    this.button.setAttribute("aria-expanded", "true");
    this.show(this.chosen ?? new Date());
  }

  close(giveFocusBack = true) {
    this.panel.remove();
    this.panel = null;
    this.button.setAttribute("aria-expanded", "false");
    if (giveFocusBack) this.button.focus();
  }

  choose(day) {
    this.input.value = written(day);
    for (const kind of ["input", "change"]) this.input.dispatchEvent(new Event(kind, { bubbles: true }));
    this.close(false);
    this.input.focus();
  }

  show(day, focus = true) {
    this.day = day;
    this.panel.replaceChildren(this.head(), this.month());
    if (focus) this.panel.querySelector("[tabindex='0']").focus();
  }

  head() {
    const turn = (label, name, months) => {
      const made = element("button", { type: "button", class: "calendar-turn", "aria-label": label }, icon(name));
      made.addEventListener("click", () => {
        this.show(monthsAway(this.day, months), false);
        this.panel.querySelector(`[aria-label="${label}"]`).focus();
      });
      return made;
    };
    const title = this.day.toLocaleDateString(language, { month: "long", year: "numeric" });
    return element(
      "div",
      { class: "calendar-head" },
      turn(this.words.previousYearLabel, "chevrons-left", -12),
      turn(this.words.previousLabel, "chevron-left", -1),
      element("div", { class: "calendar-title", "aria-live": "polite" }, title),
      turn(this.words.nextLabel, "chevron-right", 1),
      turn(this.words.nextYearLabel, "chevrons-right", 12),
    );
  }

  month() {
    const first = new Date(this.day.getFullYear(), this.day.getMonth(), 1);
    const monday = moved(first, -((first.getDay() + 6) % 7));
    const names = [0, 1, 2, 3, 4, 5, 6].map((offset) =>
      element("th", { scope: "col" }, moved(monday, offset).toLocaleDateString(language, { weekday: "short" })),
    );
    const body = element("tbody");
    for (let week = monday; week < monthsAway(first, 1); week = moved(week, 7)) {
      body.append(element("tr", {}, ...[0, 1, 2, 3, 4, 5, 6].map((offset) => this.cell(moved(week, offset)))));
    }
    return element("table", {}, element("thead", {}, element("tr", {}, ...names)), body);
  }

  cell(day) {
    if (day.getMonth() !== this.day.getMonth()) return element("td");
    const button = element(
      "button",
      {
        type: "button",
        class: "calendar-day",
        tabindex: same(day, this.day) ? "0" : "-1",
        "aria-label": day.toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric", weekday: "long" }),
        "aria-pressed": String(Boolean(same(day, this.chosen))),
        "aria-current": same(day, new Date()) ? "date" : null,
      },
      String(day.getDate()),
    );
    button.addEventListener("click", () => this.choose(day));
    return element("td", {}, button);
  }

  onKey(event) {
    if (!this.panel) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.target.matches(".calendar-day")) {
      const weekday = (this.day.getDay() + 6) % 7;
      const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday }[event.key];
      const months = { PageUp: -1, PageDown: 1 }[event.key];
      if (days === undefined && months === undefined) return;
      event.preventDefault();
      this.show(months ? monthsAway(this.day, months * (event.shiftKey ? 12 : 1)) : moved(this.day, days));
    }
  }
}

function enhance(root) {
  for (const input of root.querySelectorAll("input[data-date]:not([data-enhanced])")) {
    input.dataset.enhanced = "";
    if (!input.disabled && !input.readOnly) new Calendar(input);
  }
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.target.parentNode ?? document));
