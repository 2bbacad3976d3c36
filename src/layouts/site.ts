// Everything small that moves on a page of the site; labs bring their own scripts.
import "./theme-switch.ts";
import "./depth-switch.ts";
import "./copy-code.ts";
import "./progress-marks.ts";
import "./guide.ts";
import "./settle.ts";
import "./back-to-card.ts";
import "./due-cards.ts";
