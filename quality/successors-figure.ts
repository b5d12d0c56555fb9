/** The reliability figure: what was said against what happened, with how often. */

import type { ReliabilityBin } from '../src/stats/calibration.ts';

interface ReliabilitySeries {
  name: string;
  bins: readonly ReliabilityBin[];
}

const SIZE = 360;
const EDGE = 48;
const STYLES = [
  { stroke: '#1b5e8c', dash: '' },
  { stroke: '#b3541e', dash: '5 3' },
];

/** An SVG, the same bytes for the same series. The area of a dot grows with the number of forecasts in its bin. */
export function reliabilityFigure(series: readonly ReliabilitySeries[]): string {
  const at = (p: number): string => (EDGE + p * SIZE).toFixed(1);
  const down = (p: number): string => (EDGE + (1 - p) * SIZE).toFixed(1);
  const most = Math.max(1, ...series.flatMap(({ bins }) => bins.map((bin) => bin.forecasts)));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (p) =>
      `<text x="${at(p)}" y="${EDGE + SIZE + 18}" text-anchor="middle">${p}</text><text x="${EDGE - 8}" y="${down(p)}" text-anchor="end" dominant-baseline="middle">${p}</text>`,
  );
  const lines = series.map(({ bins }, i) => {
    const { stroke, dash } = STYLES[i % STYLES.length] ?? { stroke: '#000', dash: '' };
    const points = bins.map((bin) => `${at(bin.said)},${down(bin.happened)}`).join(' ');
    const dots = bins.map(
      (bin) =>
        `<circle cx="${at(bin.said)}" cy="${down(bin.happened)}" r="${(2 + 8 * Math.sqrt(bin.forecasts / most)).toFixed(1)}" fill="${stroke}" fill-opacity="0.5"/>`,
    );
    return `<polyline points="${points}" fill="none" stroke="${stroke}" stroke-width="2" stroke-dasharray="${dash}"/>${dots.join('')}`;
  });
  const names = series.map(
    ({ name }, i) => `<text x="${EDGE + 10}" y="${EDGE + 18 + 16 * i}" fill="${STYLES[i % STYLES.length]?.stroke}">${name}</text>`,
  );
  const side = SIZE + 2 * EDGE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" font-family="sans-serif" font-size="12"><title>What was said and what came true</title>`,
    `<rect x="${EDGE}" y="${EDGE}" width="${SIZE}" height="${SIZE}" fill="none" stroke="#999"/>`,
    `<line x1="${at(0)}" y1="${down(0)}" x2="${at(1)}" y2="${down(1)}" stroke="#999" stroke-dasharray="2 3"/>`,
    ...ticks,
    `<text x="${EDGE + SIZE / 2}" y="${side - 8}" text-anchor="middle">probability said</text>`,
    `<text x="14" y="${EDGE + SIZE / 2}" text-anchor="middle" transform="rotate(-90 14 ${EDGE + SIZE / 2})">share that came true</text>`,
    ...lines,
    ...names,
    '</svg>',
    '',
  ].join('\n');
}
