/** The colours of figures and of the page around them, on paper, on a screen in daylight and in the dark. */

const LIGHT = `--ink:#1a1a1f;--faint:#565b66;--line:#d4d7dd;--paper:#fff;--shade:#f4f5f7;--link:#0b4f8a;
--alive:#5fb0e5;--silent:#1f5f8b;--silent-x:#a9d3f0;--gone:#fff;--gone-x:#8f3400;--private:#e6c229;--private-x:#3d3300;
--unknown:#dcdee3;--unknown-x:#7c818c;--merged:#ececf0;--merged-x:#a0a4ae;--first:#8f3400;--copy:#5f7f9a`;
const DARK = `--ink:#e8e8ec;--faint:#a8adb8;--line:#3b3f48;--paper:#15171b;--shade:#1e2127;--link:#8cc4f2;
--alive:#4a9bd1;--silent:#174563;--silent-x:#6ba9d3;--gone:#15171b;--gone-x:#f0a070;--private:#c9a81c;--private-x:#1c1800;
--unknown:#3a3e47;--unknown-x:#8a8f9a;--merged:#2c3038;--merged-x:#6b707b;--first:#f0a070;--copy:#86a8c4`;

/** Colour variables: the system decides on screens, print is always light. */
export const COLOURS = `:root{color-scheme:light;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${DARK}}}`;

/** Ordered by lightness (silent, alive, private, unknown, gone), so that they stay apart without colour. */
export const FIGURE_STYLE = `svg{max-width:100%;height:auto;display:block}
.t{fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}.t-bold{font-weight:700}.t-faint{fill:var(--faint)}
.s-alive,.s-silent,.s-gone,.s-private,.s-unknown,.s-merged{stroke:var(--ink);stroke-width:.6}
.s-alive{fill:var(--alive)}.s-silent{fill:var(--silent)}.s-gone{fill:var(--gone)}.s-private{fill:var(--private)}
.s-unknown{fill:var(--unknown)}.s-merged{fill:var(--merged)}
.x-silent,.x-gone,.x-private,.x-unknown,.x-merged{fill:none;stroke-width:1.1}
.x-silent{stroke:var(--silent-x)}.x-gone{stroke:var(--gone-x)}.x-unknown{stroke:var(--unknown-x)}.x-merged{stroke:var(--merged-x)}
.x-private{stroke:var(--private-x);stroke-width:1.8;stroke-linecap:round}
.axis{fill:none;stroke:var(--faint);stroke-width:1}.grid{fill:none;stroke:var(--line);stroke-width:1}
.copy{fill:var(--copy)}.copy-first{fill:var(--first)}.copy-forward{fill:none;stroke:var(--copy);stroke-width:1.5;stroke-dasharray:4 3}
.moment{fill:none;stroke:var(--ink);stroke-width:1.4}
.curve{fill:none;stroke-width:2}.curve-0{stroke:var(--first)}.curve-1{stroke:var(--link);stroke-dasharray:7 4}
.curve-2{stroke:var(--ink);stroke-dasharray:2 3}.curve-3{stroke:var(--copy);stroke-dasharray:10 3 2 3}
.band{stroke:none;opacity:.14}.band-0{fill:var(--first)}.band-1{fill:var(--link)}.band-2{fill:var(--ink)}.band-3{fill:var(--copy)}`;
