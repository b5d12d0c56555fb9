import { Parser } from 'htmlparser2';
import { WIDTH } from '../../src/figures/canvas.ts';
import { widthOf } from '../../src/figures/width.ts';

/** Reads a figure back: where its labels and boxes stand. */

export interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function drawing(svg: string): { labels: Box[]; boxes: Box[]; height: number; tags: Set<string> } {
  const labels: Box[] = [];
  const boxes: Box[] = [];
  const tags = new Set<string>();
  let height = 0;
  let open: Record<string, string> | null = null;
  let text = '';
  const parser = new Parser({
    onopentag(name, attributes) {
      tags.add(name);
      if (name === 'svg') height = Number(attributes['height']);
      if (name === 'rect') {
        const [x, y] = [Number(attributes['x']), Number(attributes['y'])];
        boxes.push({
          text: attributes['class'] ?? '',
          left: x,
          right: x + Number(attributes['width']),
          top: y,
          bottom: y + Number(attributes['height']),
        });
      }
      if (name === 'text') {
        open = attributes;
        text = '';
      }
    },
    ontext(piece) {
      text += piece;
    },
    onclosetag(name) {
      if (name !== 'text' || open === null) return;
      const size = Number(open['font-size']);
      const shown = text.replace(/[\u2066-\u2069]/g, '');
      const width = widthOf(shown, size, (open['class'] ?? '').includes('t-bold'));
      const x = Number(open['x']);
      const left = open['text-anchor'] === 'start' ? x : open['text-anchor'] === 'end' ? x - width : x - width / 2;
      const y = Number(open['y']);
      labels.push({ text: shown, left, right: left + width, top: y - size * 0.8, bottom: y + size * 0.15 });
      open = null;
    },
  });
  parser.end(svg);
  return { labels, boxes, height, tags };
}

/** Labels that stand outside of the figure, or on one another. */
export function faults(svg: string): string[] {
  const { labels, height } = drawing(svg);
  const out = labels.filter((a) => a.left < -0.5 || a.right > WIDTH + 0.5 || a.top < 0 || a.bottom > height).map((a) => `cut: ${a.text}`);
  const over = labels.flatMap((a, i) =>
    labels
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `overlap: ${a.text} / ${b.text}`),
  );
  return [...out, ...over];
}
