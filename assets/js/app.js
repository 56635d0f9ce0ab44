// Everything works without this file; it only quickens.
import "./trusted.js";
import "./quicker-forms.js";
import "./error-focus.js";
import "./unsaved.js";
import "./date-picker.js";
import "./menus.js";
import "./tabs.js";
import "./file-drop.js";
import "./passkeys.js";
