/** How the page looks, on a screen and on A4. */

import { COLOURS, FIGURE_STYLE } from '../figures/style.ts';
import type { BriefFonts } from './input.ts';

const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const ARABIC =
  'U+0600-06FF,U+0750-077F,U+0870-088E,U+0890-0891,U+0897-08E1,U+08E3-08FF,U+200C-200E,U+2010-2011,U+204F,U+2E41,U+FB50-FDFF,U+FE70-FE74,U+FE76-FEFC';

/** Fonts as data, so that the page fetches nothing; empty without fonts. */
export function fontFaces(fonts: BriefFonts | null): string {
  if (fonts === null) return '';
  const face = (family: string, weight: number, base64: string, range: string) =>
    `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/woff2;base64,${base64.replace(/[^A-Za-z0-9+/=]/g, '')}) format('woff2');unicode-range:${range}}\n`;
  return [
    face('Noto Sans', 400, fonts.latin400, LATIN),
    face('Noto Sans', 700, fonts.latin700, LATIN),
    face('Noto Sans Arabic', 400, fonts.arabic400, ARABIC),
    face('Noto Sans Arabic', 700, fonts.arabic700, ARABIC),
  ].join('');
}

export const PAGE_STYLE = `${COLOURS}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:60rem;background:var(--paper);color:var(--ink);font:1rem/1.6 'Noto Sans','Noto Sans Arabic',sans-serif}
[lang=ar]{line-height:1.8}
h1{font-size:1.9rem;line-height:1.3;margin:.1em 0 .5em}
h2{font-size:1.35rem;margin:2.4em 0 .6em;padding-block-end:.2em;border-block-end:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.8em 0 .5em}
p,ul,dl{margin:.5em 0}
header p{margin:.15em 0;color:var(--faint)}
header .kind{color:var(--ink);font-weight:700}
nav ul{display:flex;flex-wrap:wrap;gap:.2em 1.2em;list-style:none;padding:0;margin:1.2em 0 0}
a{color:var(--link)}
.faint{color:var(--faint)}
.note{font-size:.72em;vertical-align:super;line-height:0;text-decoration:none;margin-inline-start:.15em;unicode-bidi:isolate}
td .note{vertical-align:baseline;font-size:.9em;margin:0}
.count,.state,time{white-space:nowrap}
.short{white-space:nowrap}
.few{width:auto;min-width:20rem}
.state svg{display:inline-block;max-width:none;vertical-align:-.1em;margin-inline-end:.15em}
bdi{unicode-bidi:isolate;overflow-wrap:anywhere}
bdi.id{overflow-wrap:break-word}
bdi.long{overflow-wrap:anywhere}
td time,th time,td .state{white-space:normal}
.id{font-size:.93em;background:var(--shade);padding:0 .2em;border-radius:3px}
.wide{overflow-x:auto;margin:1em 0 1.6em}
table{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.45}
caption{text-align:start;font-weight:700;padding-block-end:.4em}
th,td{text-align:start;vertical-align:top;padding:.35em .5em;border-block-end:1px solid var(--line)}
th{border-block-end:2px solid var(--line)}
.num{text-align:end;font-variant-numeric:tabular-nums}
td .id{background:none;padding:0}
figure{margin:1.2em 0}
figure svg{width:100%}
figcaption{font-weight:700;margin-block-end:.7em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.2em}
dt{color:var(--faint)}
dd{margin:0}
.notes{font-size:.82rem;line-height:1.5;padding-inline-start:2.6em}
.notes ul{margin:.1em 0 .5em;padding-inline-start:1.1em}
.notes li:target{background:var(--shade)}
${FIGURE_STYLE}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;padding:0;font-size:9.5pt}nav{display:none}.wide{overflow:visible}table{font-size:7.6pt}td,th{padding:.25em .35em}
h2,h3,caption,figcaption{break-after:avoid}tr,figure,li{break-inside:avoid}thead{display:table-header-group}a{color:inherit}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}time{white-space:normal}}
`;
