/** The colours of figures and of the page around them, on paper, on a screen in daylight and in the dark. */

const LIGHT = `--ink:#1a1a1f;--faint:#565b66;--line:#d4d7dd;--paper:#fff;--shade:#f4f5f7;--link:#0b4f8a;
--alive:#5fb0e5;--silent:#1f5f8b;--silent-x:#a9d3f0;--gone:#fff;--gone-x:#8f3400;--private:#e6c229;--private-x:#3d3300;
--unknown:#dcdee3;--unknown-x:#7c818c;--merged:#ececf0;--merged-x:#a0a4ae;--first:#8f3400;--copy:#5f7f9a;
--elsewhere:#8fd3b0;--elsewhere-x:#1d6b45;--lost:#b4b8c2;--lost-x:#4a4e58`;
const DARK = `--ink:#e8e8ec;--faint:#a8adb8;--line:#3b3f48;--paper:#15171b;--shade:#1e2127;--link:#8cc4f2;
--alive:#4a9bd1;--silent:#174563;--silent-x:#6ba9d3;--gone:#15171b;--gone-x:#f0a070;--private:#c9a81c;--private-x:#1c1800;
--unknown:#3a3e47;--unknown-x:#8a8f9a;--merged:#2c3038;--merged-x:#6b707b;--first:#f0a070;--copy:#86a8c4;
--elsewhere:#3f9e72;--elsewhere-x:#c2f0d9;--lost:#565b66;--lost-x:#b9bec8`;

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
.s-elsewhere,.s-between,.s-pointed,.s-notFound,.s-notLooked{stroke:var(--ink);stroke-width:.6}.s-notYet{fill:none;stroke:var(--faint);stroke-width:1;stroke-dasharray:3 2}
.s-elsewhere{fill:var(--elsewhere)}.s-notFound{fill:var(--lost)}.s-between,.s-pointed,.s-notLooked{fill:var(--paper)}
.x-elsewhere,.x-between,.x-pointed,.x-notFound,.x-notLooked{fill:none;stroke-width:1.1}
.x-elsewhere{stroke:var(--elsewhere-x)}.x-between,.x-notFound,.x-notLooked{stroke:var(--lost-x)}.x-pointed{stroke:var(--lost-x);stroke-width:1.8;stroke-linecap:round}
.r{stroke:none;opacity:.34}.r-contested{fill:none;stroke:var(--first);stroke-width:1;stroke-dasharray:5 3}
.r-alive{fill:var(--alive)}.r-silent{fill:var(--silent)}.r-gone{fill:var(--gone-x)}.r-private{fill:var(--private)}.r-elsewhere{fill:var(--elsewhere)}
.r-unknown,.r-merged{fill:var(--unknown-x)}.r-between,.r-pointed,.r-notFound,.r-notLooked{fill:var(--lost)}.r-notYet{fill:var(--line)}
.sure{fill:var(--first)}.maybe{fill:var(--paper);stroke:var(--first);stroke-width:.8;stroke-dasharray:2 2}.back{fill:var(--alive);stroke:var(--ink);stroke-width:.6}
.first-seen{fill:var(--link)}.sign{fill:var(--copy)}.event{fill:var(--paper);stroke:var(--ink);stroke-width:1.2}.event-meant{fill:var(--ink)}.claim{fill:var(--shade);stroke:var(--faint);stroke-width:1.2}
.mark{fill:none;stroke:var(--faint);stroke-width:1;stroke-dasharray:2 4}.onward{fill:none;stroke:var(--ink);stroke-width:1.6}
.axis{fill:none;stroke:var(--faint);stroke-width:1}.grid{fill:none;stroke:var(--line);stroke-width:1}
.copy{fill:var(--copy)}.copy-first{fill:var(--first)}.copy-forward{fill:none;stroke:var(--copy);stroke-width:1.5;stroke-dasharray:4 3}
.moment{fill:none;stroke:var(--ink);stroke-width:1.4}
.curve{fill:none;stroke-width:2}.curve-0{stroke:var(--first)}.curve-1{stroke:var(--link);stroke-dasharray:7 4}
.curve-2{stroke:var(--ink);stroke-dasharray:2 3}.curve-3{stroke:var(--copy);stroke-dasharray:10 3 2 3}
.band{stroke:none;opacity:.14}.band-0{fill:var(--first)}.band-1{fill:var(--link)}.band-2{fill:var(--ink)}.band-3{fill:var(--copy)}`;
